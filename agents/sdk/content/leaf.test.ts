// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { bytesToHex, concat, type Hex, keccak256, toHex } from "viem";
import { test } from "vitest";
import { InvalidInput } from "../errors/InvalidInput.ts";
import { CHUNK_BYTES, hashChunk, leafHash, PIECE_BYTES, piecesRootOf } from "./leaf.ts";
import { decodeLeafList, encodeLeafList, LIST_ENTRY_BYTES } from "./leafList.ts";
import { naiveLeaf, naiveRoot } from "./testing/naiveTree.ts";
import { sampleBytes, sampleLeaves } from "./testing/sampleWork.ts";

function naivePiecesRoot(chunk: Uint8Array) {
  const pieces = Array.from({ length: Math.ceil(chunk.length / 1_024) }, (_, index) =>
    keccak256(
      concat([
        "0x01",
        toHex(index, { size: 4 }),
        bytesToHex(chunk.slice(index * 1_024, index * 1_024 + 1_024)).padEnd(2 + 2 * 1_024, "0") as Hex,
      ]),
    ),
  );
  return naiveRoot(pieces);
}

test("a chunk's leaf is that of the slow tree, at every boundary of a piece", async () => {
  for (const length of [
    1,
    59,
    PIECE_BYTES - 1,
    PIECE_BYTES,
    PIECE_BYTES + 1,
    3 * PIECE_BYTES,
    CHUNK_BYTES - 1,
    CHUNK_BYTES,
  ]) {
    const chunk = sampleBytes(length, length);
    const leaf = await hashChunk(9, chunk);
    assert.equal(bytesToHex(leaf.piecesRoot), naivePiecesRoot(chunk), `${length} bytes`);
    assert.equal(
      Buffer.from(leaf.chunkHash).toString("hex"),
      createHash("sha256").update(chunk).digest("hex"),
    );
    assert.equal(bytesToHex(leafHash(leaf)), naiveLeaf(leaf));
  }
});

test("a chunk that is empty or too long has no leaf", () => {
  assert.throws(() => piecesRootOf(new Uint8Array(0)), InvalidInput);
  assert.throws(() => piecesRootOf(new Uint8Array(CHUNK_BYTES + 1)), InvalidInput);
});

test("every bit of a chunk is in its pieces' root", () => {
  const chunk = sampleBytes(2_500, 1);
  const root = bytesToHex(piecesRootOf(chunk));
  fc.assert(
    fc.property(fc.nat(chunk.length * 8 - 1), (bit) => {
      const changed = chunk.slice();
      changed[bit >> 3]! ^= 1 << (bit & 7);
      assert.notEqual(bytesToHex(piecesRootOf(changed)), root);
    }),
  );
});

test("a leaf list is read back as it was", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(1_000), (count, seed) => {
      const leaves = sampleLeaves(count, seed);
      assert.deepEqual(decodeLeafList(encodeLeafList(leaves)), leaves);
    }),
  );
});

test("a leaf list that is empty, cut, or of impossible lengths is refused", () => {
  const list = encodeLeafList(sampleLeaves(3));
  assert.equal(decodeLeafList(new Uint8Array(0)), undefined);
  for (let length = 1; length < list.length; length++) {
    const whole = length % LIST_ENTRY_BYTES === 0;
    assert.equal(decodeLeafList(list.subarray(0, length)) !== undefined, whole);
  }
  for (const length of [0, CHUNK_BYTES + 1, 0xffffffff]) {
    const bad = list.slice();
    new DataView(bad.buffer).setUint32(LIST_ENTRY_BYTES, length);
    assert.equal(decodeLeafList(bad), undefined);
  }
});
