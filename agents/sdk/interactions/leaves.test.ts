// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { concatHex, type Hex, hexToBytes, keccak256, numberToHex } from "viem";
import { describe, test } from "vitest";
import { decodeLeaf, encodeLeaf, type Leaf, type LeafKind, leafKey, PRESENT } from "./leaves.ts";

/** Each leaf with all fields full, and its value: by hand from docs/INTERACTIONS.md. */
const FULL: { [Kind in LeafKind]: [space: number, Leaf<Kind>, bits: number] } = {
  pair: [1, { version: 0xffff, follows: true }, 17],
  followers: [2, { count: 0xffffffff }, 32],
  opinion: [3, { version: 0xffff, likes: true, stars: 7, seconds: 2 ** 40 - 1 }, 60],
  work: [4, { likes: 0xffffffff, ratings: 0xffffffff, stars: 2 ** 40 - 1 }, 104],
  thread: [5, { chain: 2n ** 224n - 1n, comments: 2 ** 31 - 1 }, 255],
  watched: [6, { seconds: 0xffff }, 16],
  help: [7, { peer: 0xffffffff, units: 0xffffffff }, 64],
  key: [8, { version: 0xffff, key: 2n ** 160n - 1n }, 176],
};

describe.each(Object.keys(FULL) as LeafKind[])("%s", (kind) => {
  const [space, leaf, bits] = FULL[kind];
  const value = PRESENT | (2n ** BigInt(bits) - 1n);

  test("has its fields in its bits", () => {
    assert.equal(encodeLeaf(kind, leaf as never), value);
    assert.deepEqual(decodeLeaf(kind, value), leaf);
    const empty = decodeLeaf(kind, 0n);
    assert.ok(Object.values(empty).every((field) => !field));
    assert.equal(encodeLeaf(kind, empty as never), PRESENT);
  });

  test("has its key", () => {
    const numbers = [0x01020304, 0, 0xffffffff].map((number) => numberToHex(number, { size: 4 }));
    const preimage: Hex = concatHex([numberToHex(space, { size: 1 }), ...numbers]);
    assert.deepEqual(leafKey(kind, 0x01020304, 0, 0xffffffff), hexToBytes(keccak256(preimage)));
  });
});

test("fields follow each other from bit 0 up", () => {
  assert.equal(encodeLeaf("opinion", { version: 1, likes: true, stars: 5, seconds: 1 }), PRESENT | 0x1b0001n);
  assert.equal(encodeLeaf("key", { version: 2, key: 0xabn }), PRESENT | 0xab0002n);
});
