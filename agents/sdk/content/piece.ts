// SPDX-License-Identifier: MIT
import { bytesToHex, type Hex } from "viem";
import { hashPiece, PIECE_BYTES } from "./leaf.ts";
import { buildLevels, concatBytes, HASH_BYTES, pathOf } from "./merkle.ts";

/** The pieces of a chunk of `length` bytes. */
export const pieceCount = (length: number): number => Math.ceil(length / PIECE_BYTES);

/** A piece, filled up with zeros, and its siblings up to the chunk's `piecesRoot`: what `AvailabilityCourt.answer` takes. */
export function pieceOf(chunk: Uint8Array, index: number): { piece: Hex; path: Hex[] } {
  const at = (n: number) => chunk.subarray(n * PIECE_BYTES, (n + 1) * PIECE_BYTES);
  const hashes = Array.from({ length: pieceCount(chunk.length) }, (_, n) => hashPiece(n, at(n)));
  const siblings = pathOf(buildLevels(concatBytes(hashes)), index);
  const piece = new Uint8Array(PIECE_BYTES);
  piece.set(at(index));
  const path = Array.from({ length: siblings.length / HASH_BYTES }, (_, n) =>
    bytesToHex(siblings.subarray(n * HASH_BYTES, (n + 1) * HASH_BYTES)),
  );
  return { piece: bytesToHex(piece), path };
}
