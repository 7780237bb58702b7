// SPDX-License-Identifier: MIT
import { bytesToHex, concat, encodePacked, type Hex, keccak256 } from "viem";
import type { ChunkLeaf } from "../leaf.ts";

// The tree once more, slow and by the letter of the format, to compare the fast one with.

export function naiveLeaf(leaf: ChunkLeaf): Hex {
  return keccak256(
    encodePacked(
      ["bytes1", "uint64", "uint32", "bytes32", "bytes32"],
      ["0x00", BigInt(leaf.index), leaf.length, bytesToHex(leaf.chunkHash), bytesToHex(leaf.piecesRoot)],
    ),
  );
}

function naiveNode(a: Hex, b: Hex): Hex {
  return keccak256(BigInt(a) < BigInt(b) ? concat([a, b]) : concat([b, a]));
}

export function naiveRoot(hashes: readonly Hex[]): Hex {
  if (hashes.length === 1) return hashes[0]!;
  const next: Hex[] = [];
  for (let at = 0; at < hashes.length; at += 2) {
    const [a, b] = [hashes[at]!, hashes[at + 1]];
    next.push(b ? naiveNode(a, b) : a);
  }
  return naiveRoot(next);
}

export function naiveCheckpointsRoot(leaves: readonly ChunkLeaf[]): Hex {
  const checkpoints: Hex[] = [];
  for (let at = 0; at < leaves.length; at += 1_000) {
    checkpoints.push(naiveRoot(leaves.slice(at, at + 1_000).map(naiveLeaf)));
  }
  return naiveRoot(checkpoints);
}

/** Like OpenZeppelin's `MerkleProof.processProof`. */
export function naiveFold(leaf: Hex, path: readonly Hex[]): Hex {
  return path.reduce(naiveNode, leaf);
}
