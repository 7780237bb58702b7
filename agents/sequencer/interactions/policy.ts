// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from "viem";
import type { LoggedAssertion } from "../../interactions/interactionLogs.ts";
import { EPOCH_SEC } from "../../sdk/content/holding.ts";
import { STRIDE } from "../../sdk/interactions/fields.ts";

/** Operations of a posting at most, words counted as three. */
const MOST_CELLS = 1_024;
/** Receipts are of an epoch: they are posted so long before it ends. */
const BEFORE_EPOCH_SEC = 90;

/** An accepted operation that would have an effect now. `cells`: 1, or 4 with its word. */
export type Waiting = { cells: 1 | 4; isOfEpoch: boolean; acceptedMs: number };

export type PostingRules = { waitMs: number };

/**
 * How many of the oldest waiting operations are posted now: as many as fit once the oldest has waited, once a posting is full, or while receipts of the epoch are still
 * good. Pure.
 */
export function planPosting(
  waiting: readonly Waiting[],
  { nowMs, chainSec }: { nowMs: number; chainSec: number },
  { waitMs }: PostingRules,
): number {
  const fitting = fit(waiting);
  const isFull = fitting < waiting.length;
  const isOld = waiting.some(({ acceptedMs }) => nowMs >= acceptedMs + waitMs);
  const epochEnds = chainSec % EPOCH_SEC >= EPOCH_SEC - BEFORE_EPOCH_SEC;
  const isLate = epochEnds && waiting.some(({ isOfEpoch }) => isOfEpoch);
  return isFull || isOld || isLate ? fitting : 0;
}

/** Where each operation begins, in cells: those with words begin a stride where the rest of one is too short. */
export function placesOf(operations: readonly Pick<Waiting, "cells">[]): number[] {
  let next = 0;
  return operations.map(({ cells }) => {
    if ((next % STRIDE) + cells > STRIDE) next += STRIDE - (next % STRIDE);
    const place = next;
    next += cells;
    return place;
  });
}

function fit(waiting: readonly Waiting[]): number {
  const beyond = placesOf(waiting).findIndex((place, at) => place + waiting[at]!.cells > MOST_CELLS);
  return beyond < 0 ? waiting.length : beyond;
}

/** A posting that was executed. */
export type Known = { posting: bigint; rootBefore: Hex; roots: readonly Hex[]; finalAtSec: number };

export type StateView = {
  /** The postings without a final state. */
  known: readonly Known[];
  /** The assertions that stand, the oldest first, and when each was made, in seconds. */
  pending: readonly (LoggedAssertion & { sinceSec: number })[];
  /** Assertions that are final, and whose bonds were not returned. */
  unreturned: readonly LoggedAssertion[];
  /** The first posting without a final state. */
  next: bigint;
  windowSec: number;
  nowSec: number;
  me: Hex;
};

export type StateAction =
  | { what: "assert"; known: Known }
  | { what: "confirm" | "collect"; assertion: LoggedAssertion };

/** What to do about the state: assert each posting that nobody asserted truly, once its marks are final; confirm what stood; take bonds back. Pure. */
export function planState(view: StateView): StateAction[] {
  const { known, pending, unreturned, next, windowSec, nowSec, me } = view;
  const isTrue = (assertion: LoggedAssertion, { posting, rootBefore, roots }: Known) =>
    assertion.posting === posting &&
    assertion.rootBefore === rootBefore &&
    assertion.roots.join() === roots.join();
  const actions: StateAction[] = [];
  for (const one of known) {
    // a later one has no true root before until then
    if (nowSec < one.finalAtSec) break;
    const standing = pending.find((assertion) => isTrue(assertion, one));
    if (!standing) actions.push({ what: "assert", known: one });
    else if (one.posting === next && nowSec >= standing.sinceSec + windowSec)
      actions.push({ what: "confirm", assertion: standing });
  }
  for (const assertion of unreturned)
    if (assertion.asserter === me) actions.push({ what: "collect", assertion });
  return actions;
}
