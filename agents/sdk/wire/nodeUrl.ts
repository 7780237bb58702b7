// SPDX-License-Identifier: MIT

import { BadBaseUrlError, HTTP_URL } from "./baseUrl.ts";

/**
 * Builds the URL of a path below a node's base URL, which may have a path prefix, a slash at its end and a query.
 *
 * @throws BadBaseUrlError when `base` is not an http or https URL.
 * @example
 * nodeUrl("https://example.org/tributary/", "v1", "vouchers"); // https://example.org/tributary/v1/vouchers
 */
export function nodeUrl(base: string, ...segments: string[]): string {
  const url = URL.canParse(base) ? new URL(base) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") throw new BadBaseUrlError(HTTP_URL);
  const prefix = url.pathname.replace(/\/+$/, "");
  return `${url.origin}${[prefix, ...segments.map(encodeURIComponent)].join("/")}${url.search}`;
}
