// SPDX-License-Identifier: MIT
import { bytesToHex, type Hex } from "viem";
import { PIECE_BYTES, pieceHashes } from "./leaf.ts";
import { buildLevels, HASH_BYTES, pathOf } from "./merkle.ts";

/** The pieces of a chunk of `length` bytes. */
export const pieceCount = (length: number): number => Math.ceil(length / PIECE_BYTES);

/** A piece, filled up with zeros, and its siblings up to the chunk's `piecesRoot`: what `AvailabilityCourt.answer` takes. */
export function pieceOf(chunk: Uint8Array, index: number): { piece: Hex; path: Hex[] } {
  const siblings = pathOf(buildLevels(pieceHashes(chunk)), index);
  const piece = new Uint8Array(PIECE_BYTES);
  piece.set(chunk.subarray(index * PIECE_BYTES, (index + 1) * PIECE_BYTES));
  const path = Array.from({ length: siblings.length / HASH_BYTES }, (_, n) =>
    bytesToHex(siblings.subarray(n * HASH_BYTES, (n + 1) * HASH_BYTES)),
  );
  return { piece: bytesToHex(piece), path };
}
