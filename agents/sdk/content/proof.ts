// SPDX-License-Identifier: MIT
import { hexToBytes } from "viem";
import { CHUNK_BYTES, type ChunkLeaf, LEAF_BYTES, leafHash, packLeaf } from "./leaf.ts";
import { concatBytes, equalBytes, foldPath, HASH_BYTES, hashPair } from "./merkle.ts";
import { type CommittedContent, type ContentTree, contentRoot } from "./tree.ts";

/** The proof of chunk `index`, for `ContentRegistry.verifyContent`. Throws a RangeError outside the tree. */
export function proofOf(tree: ContentTree, index: number): Uint8Array {
  const path = tree.path(index);
  return encodeProof(tree.leaves[index]!, path);
}

/** `index u64 ‖ length u32 ‖ chunkHash ‖ piecesRoot ‖ path`, packed big-endian. */
export function encodeProof(leaf: ChunkLeaf, path: Uint8Array): Uint8Array {
  const packed = new Uint8Array(LEAF_BYTES);
  packLeaf(leaf, packed);
  return concatBytes([packed, path]);
}

/** Reads a proof; undefined for any without whole siblings, a length of 1 to 65,536, and an index below 2^53. */
export function decodeProof(proof: Uint8Array): { leaf: ChunkLeaf; path: Uint8Array } | undefined {
  if (proof.length < LEAF_BYTES || (proof.length - LEAF_BYTES) % HASH_BYTES !== 0) return undefined;
  const view = new DataView(proof.buffer, proof.byteOffset, proof.length);
  const index = Number(view.getBigUint64(0));
  const length = view.getUint32(8);
  if (!Number.isSafeInteger(index) || length === 0 || length > CHUNK_BYTES) return undefined;
  const leaf = { index, length, chunkHash: proof.slice(12, 44), piecesRoot: proof.slice(44, LEAF_BYTES) };
  return { leaf, path: proof.slice(LEAF_BYTES) };
}

/**
 * The leaf of `content` that `proof` proves, or undefined (CNT-1). Agrees with the contract on finished works; for live
 * works the contract also demands that the leaf is in the checkpoint of its index.
 */
export function provenLeaf(content: CommittedContent, proof: Uint8Array): ChunkLeaf | undefined {
  const decoded = decodeProof(proof);
  if (!decoded || BigInt(decoded.leaf.index) >= content.leafCount) return undefined;
  const checkpointsRoot = foldPath(leafHash(decoded.leaf), decoded.path);
  const proven = equalBytes(contentRoot(content, checkpointsRoot), hexToBytes(content.root));
  return proven ? decoded.leaf : undefined;
}

/**
 * {@link provenLeaf} for many proofs of one work: about two hashes a leaf instead of a whole path, for leaves in order. A path is
 * followed up to the first node that an earlier proof has led to the root; what the proof says above it plays no part.
 */
export function createLeafCheck(content: CommittedContent): (proof: Uint8Array) => ChunkLeaf | undefined {
  // the nodes of proven paths and their siblings: the children of a proven node are the tree's
  const proven = new Map<number, Uint8Array>();
  const isProven = (hash: Uint8Array) => {
    const known = proven.get(keyOf(hash));
    return known !== undefined && equalBytes(known, hash);
  };
  return (proof) => {
    const decoded = decodeProof(proof);
    if (!decoded || BigInt(decoded.leaf.index) >= content.leafCount) return undefined;
    let hash = leafHash(decoded.leaf);
    const nodes = [hash];
    for (let at = 0; at < decoded.path.length && !isProven(hash); at += HASH_BYTES) {
      const sibling = decoded.path.subarray(at, at + HASH_BYTES);
      hash = hashPair(hash, sibling);
      nodes.push(sibling, hash);
    }
    if (!isProven(hash) && !equalBytes(contentRoot(content, hash), hexToBytes(content.root)))
      return undefined;
    for (const node of nodes) proven.set(keyOf(node), node);
    return decoded.leaf;
  };
}

/** A hash's first four bytes: enough to find it by, not to know it by. */
const keyOf = (hash: Uint8Array) => new DataView(hash.buffer, hash.byteOffset).getUint32(0);
