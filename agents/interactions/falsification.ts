// SPDX-License-Identifier: GPL-3.0-or-later
import { bytesToHex, type Hex } from "viem";
import { HASH_BYTES, pathOf } from "../sdk/content/merkle.ts";
import { type Posting, strideCount, strideOf, stridesTree } from "./posting.ts";
import { RecordedReads } from "./recordedReads.ts";
import type { StateTree } from "./stateTree.ts";
import { executeStride } from "./transition.ts";
import { witnessOf } from "./witness.ts";

/** What opens the state that a stride touches: the values of the leaves that it reads, in the order of their first reading, and what shows them. */
export type Evidence = { values: bigint[]; witness: Hex };

/** What falsifies an assertion: its first wrong stride. */
export type Falsification = {
  stride: { index: bigint; operations: Hex; signatures: Hex; path: Hex[] };
  evidence: Evidence;
};

/**
 * Looks for the first wrong root of those that an assertion claims. `state` is the one before the posting, and stays it.
 *
 * @returns What falsifies the assertion; undefined for a true one.
 */
export function falsificationOf(
  state: StateTree,
  posting: Posting,
  claimed: readonly Hex[],
): Falsification | undefined {
  if (claimed.length !== strideCount(posting))
    throw new Error(`${claimed.length} roots for ${strideCount(posting)} strides`);
  const start = state.now();
  try {
    for (const [index, root] of claimed.entries()) {
      const before = state.now();
      executeStride(state, posting, strideOf(posting, index));
      if (bytesToHex(state.root()) === root.toLowerCase()) continue;
      state.undo(before);
      return { stride: shown(posting, index), evidence: evidenceOf(state, posting, index) };
    }
    return undefined;
  } finally {
    state.undo(start);
  }
}

/** Opens `state`, the one before stride `index`, for that stride. It stays as it is. */
export function evidenceOf(state: StateTree, posting: Posting, index: number): Evidence {
  const before = state.now();
  const reads = new RecordedReads(state);
  executeStride(reads, posting, strideOf(posting, index));
  state.undo(before);
  return { values: reads.values, witness: bytesToHex(witnessOf(state, reads.keys)) };
}

/** A stride, and its path to the posting's root. */
function shown(posting: Posting, index: number): Falsification["stride"] {
  const { operations, signatures } = strideOf(posting, index);
  const path = pathOf(stridesTree(posting), index);
  return {
    index: BigInt(index),
    operations: bytesToHex(operations),
    signatures: bytesToHex(signatures),
    path: Array.from({ length: path.length / HASH_BYTES }, (_, step) =>
      bytesToHex(path.subarray(step * HASH_BYTES, (step + 1) * HASH_BYTES)),
    ),
  };
}
