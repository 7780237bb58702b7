// SPDX-License-Identifier: GPL-3.0-or-later
import { bytesToHex } from "viem";
import { execute } from "./execute.ts";
import type { History } from "./readHistory.ts";
import { StateTree } from "./stateTree.ts";

/** The state after the last posting that has a final one. Undefined where its final root is not the one that execution leads to. */
export function finalState({
  postings,
  finalRoots,
}: Pick<History, "postings" | "finalRoots">): StateTree | undefined {
  const state = new StateTree();
  for (const posting of postings.slice(0, finalRoots.length)) execute(state, posting);
  // hashing each would take long: the last one shows whether any was false
  return finalRoots.length > 0 && bytesToHex(state.root()) !== finalRoots.at(-1) ? undefined : state;
}
