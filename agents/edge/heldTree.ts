// SPDX-License-Identifier: GPL-3.0-or-later
import { firstWhere } from "../sdk/content/firstWhere.ts";
import type { ChunkLeaf } from "../sdk/content/leaf.ts";
import { decodeLeafList, leafInList } from "../sdk/content/leafList.ts";
import { rootOf } from "../sdk/content/merkle.ts";
import { encodeProof } from "../sdk/content/proof.ts";
import {
  buildTreeLevels,
  type CommittedContent,
  isWellFormed,
  pathInTree,
  type TreeLevels,
} from "../sdk/content/tree.ts";

/** A work's tree as few flat arrays: 140 bytes a chunk, and quick to hand over from the thread that built it. */
export type HeldTree = TreeLevels & {
  leafCount: number;
  /** The leaf list. */
  list: Uint8Array;
  /** Where each chunk ends in the work, in bytes. */
  ends: Float64Array;
};

/** Builds the tree of a leaf list; undefined for a list that is none. */
export function buildHeldTree(list: Uint8Array): HeldTree | undefined {
  const leaves = decodeLeafList(list);
  if (!leaves) return undefined;
  let end = 0;
  const ends = Float64Array.from(leaves, ({ length }) => {
    end += length;
    return end;
  });
  return { ...buildTreeLevels(leaves), leafCount: leaves.length, list, ends };
}

/** Whether the tree is exactly the committed one (CNT-2). */
export function isCommitted(content: CommittedContent, { leafCount, ends, top }: HeldTree): boolean {
  const byteCount = BigInt(ends[leafCount - 1]!);
  return isWellFormed(content, { leaves: { length: leafCount }, byteCount, checkpointsRoot: rootOf(top) });
}

// Of a chunk that the tree has:

export const leafAt = ({ list }: HeldTree, index: number): ChunkLeaf => leafInList(list, index);

/** Where the chunk begins in the work, in bytes. */
export const startAt = ({ ends }: HeldTree, index: number): number => (index === 0 ? 0 : ends[index - 1]!);

export const lengthAt = (tree: HeldTree, index: number): number => tree.ends[index]! - startAt(tree, index);

/** The packed proof of the chunk's place. */
export const proofAt = (tree: HeldTree, index: number): Uint8Array =>
  encodeProof(leafAt(tree, index), pathInTree(tree, index));

/** The chunk that holds the byte at `position`. */
export const chunkAt = ({ ends, leafCount }: HeldTree, position: number): number =>
  firstWhere(leafCount - 1, (index) => ends[index]! > position);
