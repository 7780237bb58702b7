// SPDX-License-Identifier: MIT
import { type Hex, hexToBytes } from "viem";
import { InvalidInput } from "../errors/InvalidInput.ts";
import { keccak } from "./keccak.ts";
import { type ChunkLeaf, leafHash } from "./leaf.ts";
import {
  buildLevels,
  concatBytes,
  equalBytes,
  HASH_BYTES,
  type MerkleLevels,
  pathOf,
  rootOf,
} from "./merkle.ts";

/** Chunks of a checkpoint; only a work's last checkpoint may have fewer. */
export const CHECKPOINT_LEAVES = 1_000;

/** A work's commitment on chain: its id, and the fields of `ContentRegistry.contentOf` that proofs need. */
export type CommittedContent = {
  contentId: Hex;
  generation: number;
  leafCount: bigint;
  byteCount: bigint;
  root: Hex;
};

/** The tree over all chunks of a work. */
export type ContentTree = {
  readonly leaves: readonly ChunkLeaf[];
  readonly byteCount: bigint;
  /** The root over the checkpoints, for `ContentRegistry.register`. */
  readonly checkpointsRoot: Uint8Array;
  /** The siblings from the leaf at `index` up to `checkpointsRoot`, 32 bytes each. Throws an InvalidInput outside. */
  path(index: number): Uint8Array;
};

/** The tree's hashes: the levels over the leaves of each checkpoint, and those over the checkpoints' roots. */
export type TreeLevels = { checkpoints: readonly MerkleLevels[]; top: MerkleLevels };

/** Builds the tree. Throws an InvalidInput without leaves, or for a leaf in another place than its index. */
export function buildTree(leaves: readonly ChunkLeaf[]): ContentTree {
  const levels = buildTreeLevels(leaves);
  return {
    leaves,
    byteCount: leaves.reduce((sum, { length }) => sum + BigInt(length), 0n),
    checkpointsRoot: rootOf(levels.top),
    path(index) {
      if (!(index in leaves)) throw new InvalidInput(`there is no leaf ${index} among ${leaves.length}`);
      return pathInTree(levels, index);
    },
  };
}

/** Hashes the whole tree. Throws like {@link buildTree}. */
export function buildTreeLevels(leaves: readonly ChunkLeaf[]): TreeLevels {
  const hashes = new Uint8Array(leaves.length * HASH_BYTES);
  leaves.forEach((leaf, index) => {
    if (leaf.index !== index)
      throw new InvalidInput(`the leaf at place ${index} has index ${leaf.index}: sort the leaves by index`);
    hashes.set(leafHash(leaf), index * HASH_BYTES);
  });
  const checkpointBytes = CHECKPOINT_LEAVES * HASH_BYTES;
  const checkpoints = Array.from({ length: Math.ceil(leaves.length / CHECKPOINT_LEAVES) }, (_, checkpoint) =>
    buildLevels(hashes.subarray(checkpoint * checkpointBytes, (checkpoint + 1) * checkpointBytes)),
  );
  return { checkpoints, top: buildLevels(concatBytes(checkpoints.map(rootOf))) };
}

/** The siblings from the leaf at `index`, which is in the tree, up to the root over the checkpoints. */
export function pathInTree({ checkpoints, top }: TreeLevels, index: number): Uint8Array {
  const checkpoint = Math.floor(index / CHECKPOINT_LEAVES);
  return concatBytes([pathOf(checkpoints[checkpoint]!, index % CHECKPOINT_LEAVES), pathOf(top, checkpoint)]);
}

/** keccak256(0x02 ‖ contentId ‖ generation u32 ‖ leafCount u64 ‖ byteCount u64 ‖ checkpointsRoot). */
export function contentRoot(
  content: Omit<CommittedContent, "root">,
  checkpointsRoot: Uint8Array,
): Uint8Array {
  const packed = new Uint8Array(85);
  const view = new DataView(packed.buffer);
  packed[0] = 2;
  packed.set(hexToBytes(content.contentId), 1);
  view.setUint32(33, content.generation);
  view.setBigUint64(37, content.leafCount);
  view.setBigUint64(45, content.byteCount);
  packed.set(checkpointsRoot, 53);
  return keccak(packed);
}

type TreeSizes = Pick<ContentTree, "byteCount" | "checkpointsRoot"> & { leaves: { length: number } };

/**
 * Whether `tree` is exactly the committed one. An edge must check before signing for a work (CNT-2): the chain trusts
 * the publisher, who may have put two leaves of one index into the tree.
 */
export function isWellFormed(content: CommittedContent, tree: TreeSizes): boolean {
  return (
    content.leafCount === BigInt(tree.leaves.length) &&
    content.byteCount === tree.byteCount &&
    equalBytes(hexToBytes(content.root), contentRoot(content, tree.checkpointsRoot))
  );
}
