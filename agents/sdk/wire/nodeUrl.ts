// SPDX-License-Identifier: MIT
import { parseBaseUrl } from "./baseUrl.ts";

/**
 * Builds the URL of a path below a node's base URL, in whatever spelling.
 *
 * @throws BadBaseUrlError for a text that {@link parseBaseUrl} refuses.
 * @example
 * nodeUrl("https://example.org/tributary/", "v1", "vouchers"); // https://example.org/tributary/v1/vouchers
 */
export function nodeUrl(base: string, ...segments: string[]): string {
  return [parseBaseUrl(base), ...segments.map(encodeURIComponent)].join("/");
}
