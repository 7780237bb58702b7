// SPDX-License-Identifier: GPL-3.0-or-later
import { type ChunkLeaf, hashChunk, sha256 } from "../sdk/content/leaf.ts";
import { equalBytes } from "../sdk/content/merkle.ts";

/** Whether `bytes` are the chunk of `leaf`, its pieces included. */
export async function isChunkOf(leaf: ChunkLeaf, bytes: Uint8Array): Promise<boolean> {
  if (bytes.length !== leaf.length) return false;
  const { chunkHash, piecesRoot } = await hashChunk(leaf.index, bytes);
  return equalBytes(chunkHash, leaf.chunkHash) && equalBytes(piecesRoot, leaf.piecesRoot);
}

/** Whether `bytes` are the chunk of `leaf`, for bytes whose pieces were checked before. */
export async function holdsBytesOf(leaf: ChunkLeaf, bytes: Uint8Array): Promise<boolean> {
  return bytes.length === leaf.length && equalBytes(await sha256(bytes), leaf.chunkHash);
}
