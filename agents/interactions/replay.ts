// SPDX-License-Identifier: GPL-3.0-or-later
import { bytesToHex, type Hex } from "viem";
import { assertionOf, execute } from "./execute.ts";
import type { AssertionHistory, History } from "./readHistory.ts";
import { StateTree } from "./stateTree.ts";

/** What execution says of the postings without a final state: their number, the root before, and the roots after each stride. */
export type Replayed = { number: bigint; rootBefore: Hex; roots: Hex[] };

export type Replay = {
  /** The posting whose final root is not the one that execution leads to; undefined where all is true. */
  falseFinal: bigint | undefined;
  /** In order, as far as marks are final. */
  open: Replayed[];
};

/** Executes what was posted. `isDecided`: whether the marks of the posting are final. */
export function replay(
  { postings, finalRoots }: Pick<History, "postings" | "finalRoots">,
  isDecided: (posting: History["postings"][number]) => boolean,
): Replay {
  const state = new StateTree();
  const root = () => bytesToHex(state.root());
  const open: Replayed[] = [];
  for (const posting of postings) {
    const final = finalRoots[Number(posting.number)];
    if (final !== undefined) {
      execute(state, posting);
      // hashing each would take long: the last one shows whether any was false
      const isLast = Number(posting.number) === finalRoots.length - 1;
      if (isLast && root() !== final) return { falseFinal: posting.number, open };
      continue;
    }
    if (!isDecided(posting)) break;
    open.push({ number: posting.number, rootBefore: root(), roots: assertionOf(state, posting) });
  }
  return { falseFinal: undefined, open };
}

/** What execution says of an assertion; `unknown` where the posting has a final state, or its marks have none. */
export type Judgement = "true" | "false root before" | { falseFrom: number } | "unknown";

/** Compares a pending assertion with execution. */
export function judge(
  { posting, rootBefore, roots }: Pick<AssertionHistory, "posting" | "rootBefore" | "roots">,
  open: readonly Replayed[],
): Judgement {
  const truth = open.find(({ number }) => number === posting);
  if (truth === undefined) return "unknown";
  if (rootBefore !== truth.rootBefore) return "false root before";
  const falseFrom = truth.roots.findIndex((root, stride) => root !== roots[stride]);
  return falseFrom < 0 ? "true" : { falseFrom };
}
