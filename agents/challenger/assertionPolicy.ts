// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from "viem";
import type { LoggedAssertion } from "../interactions/interactionLogs.ts";

/** What execution says of a posting: undefined where it was not executed yet. */
export type Truth = { rootBefore: Hex; roots: readonly Hex[] } | undefined;
/** An assertion that is known to be false, whose bond was not paid out. */
export type Won = LoggedAssertion & {
  /** From when on its part of the bond can be collected, in seconds. */
  payableAtSec: number;
};

export type AssertionView = {
  /** The assertions that stand, the oldest first. */
  pending: readonly LoggedAssertion[];
  /** Those that this challenger falsified or reaped. */
  won: readonly Won[];
  truthOf(posting: bigint): Truth;
  /** The first posting without a final state. */
  next: bigint;
  nowSec: number;
};

export type AssertionAction = { what: "falsify" | "reap" | "collect"; assertion: LoggedAssertion };

/**
 * What to do about assertions: falsify those that begin at the true root and leave it, the oldest first, since the oldest is final first; reap
 * those that a final one has overtaken; collect. One that begins at a false root is never final, and waits to be reaped. Pure.
 */
export function planAssertions({ pending, won, truthOf, next, nowSec }: AssertionView): AssertionAction[] {
  const actions: AssertionAction[] = [];
  for (const assertion of pending) {
    const truth = truthOf(assertion.posting);
    if (truth?.rootBefore === assertion.rootBefore && !isSame(truth.roots, assertion.roots))
      actions.push({ what: "falsify", assertion });
  }
  for (const assertion of pending)
    if (assertion.posting < next && !actions.some((action) => action.assertion === assertion))
      actions.push({ what: "reap", assertion });
  for (const assertion of won)
    if (nowSec >= assertion.payableAtSec) actions.push({ what: "collect", assertion });
  return actions;
}

const isSame = (a: readonly Hex[], b: readonly Hex[]) =>
  a.length === b.length && a.every((root, at) => root === b[at]);
