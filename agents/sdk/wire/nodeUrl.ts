// SPDX-License-Identifier: MIT
import { httpUrl } from "./baseUrl.ts";

/**
 * Builds the URL of a path below a node's base URL, which may have a path prefix, a slash at its end and a query.
 *
 * @throws BadBaseUrlError when `base` is not an http or https URL.
 * @example
 * nodeUrl("https://example.org/tributary/", "v1", "vouchers"); // https://example.org/tributary/v1/vouchers
 */
export function nodeUrl(base: string, ...segments: string[]): string {
  const url = httpUrl(base);
  const prefix = url.pathname.replace(/\/+$/, "");
  return `${url.origin}${[prefix, ...segments.map(encodeURIComponent)].join("/")}${url.search}`;
}
