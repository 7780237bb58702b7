// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "vitest";
import { BadBaseUrlError } from "./baseUrl.ts";
import { nodeUrl } from "./nodeUrl.ts";

test("any base URL works: bare, with slashes at its end, a path prefix, in any spelling", () => {
  for (const [base, expected] of [
    ["http://127.0.0.1:8601", "http://127.0.0.1:8601/v1/vouchers"],
    ["http://127.0.0.1:8601/", "http://127.0.0.1:8601/v1/vouchers"],
    ["https://example.org/tributary", "https://example.org/tributary/v1/vouchers"],
    ["https://example.org/tributary//", "https://example.org/tributary/v1/vouchers"],
    ["https://EXAMPLE.org:443/", "https://example.org/v1/vouchers"],
    ["http://[::1]:8601/", "http://[::1]:8601/v1/vouchers"],
  ] as const) {
    assert.equal(nodeUrl(base, "v1", "vouchers"), expected);
  }
});

test("a segment stays one segment", () => {
  assert.equal(nodeUrl("http://x", "v1", "a/b?c"), "http://x/v1/a%2Fb%3Fc");
});

test("what is no base URL is refused, as on chain", () => {
  for (const base of [
    ...["file:///etc/passwd", "example.org", "", "https://example.org/?key=abc", "https://example.org/#top"],
    ...["https://ada:secret@example.org", "https://example.org/\n"],
  ])
    assert.throws(() => nodeUrl(base, "v1"), BadBaseUrlError);
});
