// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "vitest";
import { hashFn } from "wagmi/query";
import { keyOf } from "./keyOf.ts";

/** As `localStorage`: its texts are its own fields. */
class Store {
  [name: string]: string;
}

test("a read is the same read when the store that it was given has changed", () => {
  const cache = new Store();
  const hashOf = (given: object) => hashFn([keyOf(given)] as never);
  const before = hashOf({ payer: "0x1", cache });
  cache.cursor = "15768000";
  assert.equal(hashOf({ payer: "0x1", cache }), before);
  assert.notEqual(hashOf({ payer: "0x2", cache }), before);
  assert.notEqual(hashOf({ payer: "0x1", cache: new Store() }), before);
});

test("plain parameters, amounts and lists are the key as they are", () => {
  const given = { key: { salt: 1n }, sequencerUrls: ["http://a"], none: undefined, nothing: null };
  assert.deepEqual(keyOf(given), given);
  assert.equal(keyOf(undefined), undefined);
});
