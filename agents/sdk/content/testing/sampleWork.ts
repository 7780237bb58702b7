// SPDX-License-Identifier: MIT
import { bytesToHex, type Hex } from "viem";
import { type ChunkLeaf, hashChunk } from "../leaf.ts";
import { buildTree, type CommittedContent, type ContentTree, contentRoot } from "../tree.ts";

/** Bytes that look random and are the same each time. */
export function sampleBytes(length: number, seed: number): Uint8Array {
  let state = (seed + 1) >>> 0;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}

/** Leaves of chunks that nobody has: enough where only the tree is of interest. */
export function sampleLeaves(count: number, seed = 0): ChunkLeaf[] {
  return Array.from({ length: count }, (_, index) => ({
    index,
    length: 1 + ((index * 7_919 + seed) % 65_536),
    chunkHash: sampleBytes(32, seed + 2 * index),
    piecesRoot: sampleBytes(32, seed + 2 * index + 1),
  }));
}

/** The work's commitment on chain. */
export function commit(
  tree: ContentTree,
  contentId: Hex = `0x${"c0".repeat(32)}`,
  generation = 0,
): CommittedContent {
  const sizes = { leafCount: BigInt(tree.leaves.length), byteCount: tree.byteCount };
  const root = bytesToHex(contentRoot({ contentId, generation, ...sizes }, tree.checkpointsRoot));
  return { contentId, generation, ...sizes, root };
}

/** A work of real chunks of the given lengths. */
export async function sampleWork(lengths: readonly number[], seed = 0) {
  const chunks = lengths.map((length, index) => sampleBytes(length, seed + index));
  const tree = buildTree(await Promise.all(chunks.map((chunk, index) => hashChunk(index, chunk))));
  return { chunks, tree, content: commit(tree) };
}
