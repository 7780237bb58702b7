// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { bytesToHex, concat, hexToBytes, keccak256, numberToHex } from "viem";
import { test } from "vitest";
import { PIECE_BYTES, piecesRootOf } from "./leaf.ts";
import { equalBytes, foldPath } from "./merkle.ts";
import { pieceCount, pieceOf } from "./piece.ts";
import { sampleBytes } from "./testing/sampleWork.ts";

test.each([
  1, 1_023, 1_024, 1_025, 2_500, 65_535, 65_536,
])("each piece of a chunk of %i bytes leads to its root", (length) => {
  const chunk = sampleBytes(length, 7);
  assert.equal(pieceCount(length), Math.ceil(length / PIECE_BYTES));
  for (let index = 0; index < pieceCount(length); index++) {
    const { piece, path } = pieceOf(chunk, index);
    const bytes = hexToBytes(piece);
    assert.equal(bytes.length, PIECE_BYTES);
    const own = chunk.subarray(index * PIECE_BYTES, (index + 1) * PIECE_BYTES);
    assert.equal(bytesToHex(bytes.subarray(0, own.length)), bytesToHex(own));
    assert.ok(
      bytes.subarray(own.length).every((byte) => byte === 0),
      "filled up with zeros",
    );
    const leaf = keccak256(concat(["0x01", numberToHex(index, { size: 4 }), piece]), "bytes");
    const root = foldPath(leaf, hexToBytes(path.length === 0 ? "0x" : concat(path)));
    assert.ok(equalBytes(root, piecesRootOf(chunk)));
  }
});
