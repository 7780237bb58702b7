// SPDX-License-Identifier: GPL-3.0-or-later
import { FRESH_SEC } from "../sessions/verifySession.ts";

/** So many wrong codes lock codes, for this long and then for twice as long each time, up to a day. */
export const MOST_TRIES = 5;
export const LOCKED_MS = 15 * 60_000;
const LONGEST_LOCK_MS = 86_400_000;

/** What a sign-in session may want to do, in the order of what it takes. */
export type Act = "prove" | "read" | "changeFactors";

/** What counts about a sign-in session, and about its account. */
export type Standing = {
  hasFactor: boolean;
  /** The browser is known to the account. */
  isKnown: boolean;
  /** The wallet signed in this session. */
  byWallet: boolean;
  signedInMs: number;
  factorMs: number | null;
};

export type Refusal = "factor_required" | "wallet_required";

/** Whether a factor is missing before the session counts. */
export const isPending = ({ hasFactor, isKnown }: Pick<Standing, "hasFactor" | "isKnown">): boolean =>
  hasFactor && !isKnown;

/** What stands against an act; undefined when nothing does. */
export function refusalOf(act: Act, standing: Standing, nowMs: number): Refusal | undefined {
  if (act === "prove") return undefined;
  if (isPending(standing)) return "factor_required";
  if (act === "read") return undefined;
  if (!standing.byWallet) return "wallet_required";
  if (standing.hasFactor) return isFresh(standing.factorMs, nowMs) ? undefined : "factor_required";
  return isFresh(standing.signedInMs, nowMs) ? undefined : "wallet_required";
}

/** A time of the future is a clock's mistake: what happened then may be long ago. */
function isFresh(atMs: number | null, nowMs: number): boolean {
  return atMs !== null && nowMs - atMs >= 0 && nowMs - atMs <= FRESH_SEC * 1_000;
}

export type Tries = { count: number; lockedUntilMs: number };

/** The tries once one more is made; undefined while codes are locked. Only a right code ends the count. */
export function countTry({ count, lockedUntilMs }: Tries, nowMs: number): Tries | undefined {
  if (nowMs < lockedUntilMs) return undefined;
  const counted = count + 1;
  if (counted % MOST_TRIES !== 0) return { count: counted, lockedUntilMs: 0 };
  const lockMs = Math.min(LONGEST_LOCK_MS, LOCKED_MS * 2 ** (counted / MOST_TRIES - 1));
  return { count: counted, lockedUntilMs: nowMs + lockMs };
}
