// SPDX-License-Identifier: MIT
import { InvalidInput } from "../errors/InvalidInput.ts";
import { keccak } from "./keccak.ts";
import { buildLevels, HASH_BYTES, rootOf } from "./merkle.ts";

/** The most bytes of a chunk. */
export const CHUNK_BYTES = 65_536;
/** The bytes of a piece; a chunk's last piece is filled up with zeros. */
export const PIECE_BYTES = 1_024;
/** A leaf's fields, packed: `index u64 ‖ length u32 ‖ chunkHash ‖ piecesRoot`. */
export const LEAF_BYTES = 76;

/** The content tree's commitment to one chunk. */
export type ChunkLeaf = {
  /** Place in the work, from 0. */
  index: number;
  /** Bytes of the chunk, 1 to 65,536. */
  length: number;
  /** SHA-256 of the chunk. */
  chunkHash: Uint8Array;
  /** Merkle root over the chunk's pieces, so that 1 KiB of call data can settle a dispute. */
  piecesRoot: Uint8Array;
};

/** The leaf of the chunk `bytes` at `index`. Throws an InvalidInput unless it has 1 to 65,536 bytes. */
export async function hashChunk(index: number, bytes: Uint8Array): Promise<ChunkLeaf> {
  return { index, length: bytes.length, chunkHash: await sha256(bytes), piecesRoot: piecesRootOf(bytes) };
}

/** SHA-256 of `bytes`. */
export async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>));
}

/** The root over a chunk's pieces. Throws an InvalidInput unless it has 1 to 65,536 bytes. */
export const piecesRootOf = (chunk: Uint8Array): Uint8Array => rootOf(buildLevels(pieceHashes(chunk)));

/**
 * The leaves over a chunk's pieces, one after the other: keccak256(0x01 ‖ pieceIndex u32 ‖ piece). A short piece is filled up with
 * zeros, since a piece of 59 bytes would have a preimage as long as a node's. Throws an InvalidInput unless the chunk has 1 to
 * 65,536 bytes.
 */
export function pieceHashes(chunk: Uint8Array): Uint8Array {
  if (chunk.length === 0 || chunk.length > CHUNK_BYTES) {
    throw new InvalidInput(`a chunk has 1 to ${CHUNK_BYTES} bytes, got ${chunk.length}`);
  }
  const leaves = new Uint8Array(Math.ceil(chunk.length / PIECE_BYTES) * HASH_BYTES);
  for (let index = 0; index * PIECE_BYTES < chunk.length; index++) {
    const piece = chunk.subarray(index * PIECE_BYTES, (index + 1) * PIECE_BYTES);
    pieceView.setUint32(1, index);
    pieceScratch.set(piece, 5);
    pieceScratch.fill(0, 5 + piece.length);
    leaves.set(keccak(pieceScratch), index * HASH_BYTES);
  }
  return leaves;
}

/** keccak256(0x00 ‖ index u64 ‖ length u32 ‖ chunkHash ‖ piecesRoot). */
export function leafHash(leaf: ChunkLeaf): Uint8Array {
  packLeaf(leaf, leafScratch.subarray(1));
  return keccak(leafScratch);
}

/** Writes the leaf's fields into the first 76 bytes of `target`. */
export function packLeaf({ index, length, chunkHash, piecesRoot }: ChunkLeaf, target: Uint8Array): void {
  const view = new DataView(target.buffer, target.byteOffset, LEAF_BYTES);
  view.setBigUint64(0, BigInt(index));
  view.setUint32(8, length);
  target.set(chunkHash, 12);
  target.set(piecesRoot, 12 + HASH_BYTES);
}

const pieceScratch = new Uint8Array(5 + PIECE_BYTES).fill(1, 0, 1);
const pieceView = new DataView(pieceScratch.buffer);
// the first byte stays 0x00, the mark of a leaf
const leafScratch = new Uint8Array(1 + LEAF_BYTES);
