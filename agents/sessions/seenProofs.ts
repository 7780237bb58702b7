// SPDX-License-Identifier: GPL-3.0-or-later
import { TryAgainError } from "../kernel/process/errors.ts";

/** Remembers the proofs of each key: true the first time. Throws a TryAgainError while there is no room for another. */
export type SeenProofs = (jkt: string, jti: string) => boolean;

/**
 * Keeps what was seen for `keepMs` at least and twice that at most, by a clock that only goes forward. A full memory refuses: to
 * forget would let a proof count twice.
 */
export function createSeenProofs({
  keepMs,
  most = 1_000_000,
  elapsedMs = () => performance.now(),
}: {
  keepMs: number;
  most?: number;
  elapsedMs?: () => number;
}): SeenProofs {
  let current = new Set<string>();
  let before = new Set<string>();
  let since = elapsedMs();

  return (jkt, jti) => {
    const age = elapsedMs() - since;
    if (age >= keepMs) {
      before = age >= 2 * keepMs ? new Set() : current;
      current = new Set();
      since = elapsedMs();
    }
    const name = `${jkt} ${jti}`;
    if (current.has(name) || before.has(name)) return false;
    if (current.size >= most) throw new TryAgainError("More requests came than can be remembered.");
    current.add(name);
    return true;
  };
}
