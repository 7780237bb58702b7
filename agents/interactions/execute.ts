// SPDX-License-Identifier: GPL-3.0-or-later
import { bytesToHex, type Hex } from "viem";
import type { Leaves } from "./leaves.ts";
import { type Posting, strideCount, strideOf } from "./posting.ts";
import type { StateTree } from "./stateTree.ts";
import { executeStride } from "./transition.ts";

/** Executes a posting's strides, and hashes nothing. */
export function execute(state: Leaves, posting: Posting): void {
  for (let index = 0; index < strideCount(posting); index++)
    executeStride(state, posting, strideOf(posting, index));
}

/** Executes a posting's strides. @returns The roots after each: what a true assertion says. */
export function assertionOf(state: StateTree, posting: Posting): Hex[] {
  return Array.from({ length: strideCount(posting) }, (_, index) => {
    executeStride(state, posting, strideOf(posting, index));
    return bytesToHex(state.root());
  });
}
