// SPDX-License-Identifier: GPL-3.0-or-later
import { bytesToHex, type Hex } from "viem";
import { assertionOf } from "./execute.ts";
import { finalState } from "./finalState.ts";
import type { AssertionHistory, History } from "./readHistory.ts";

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
  const open: Replayed[] = [];
  const state = finalState({ postings, finalRoots });
  if (!state) return { falseFinal: BigInt(finalRoots.length - 1), open };
  for (const posting of postings.slice(finalRoots.length)) {
    if (!isDecided(posting)) break;
    const rootBefore = bytesToHex(state.root());
    open.push({ number: posting.number, rootBefore, roots: assertionOf(state, posting) });
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
