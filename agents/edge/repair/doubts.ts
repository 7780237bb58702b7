// SPDX-License-Identifier: GPL-3.0-or-later
// Which of the copies that others say they hold are believed. Pure but for what it remembers: chance and time are handed in.
import type { Address, Hex } from "viem";

/** A copy, as its edge says. */
export type Claim = { edge: Address; root: Hex };

/** After so long a copy that could not be shown is asked for again. */
const DOUBTED_MS = 600_000;
/** Who fails so often in a row is believed nothing, until it shows a copy. */
const MOST_FAILURES = 2;

const NONE: ReadonlySet<Hex> = new Set();

export type Doubts = {
  /** The claim to look at next: of an edge that failed last, one that was doubted for long, or any. */
  choose<Some extends Claim>(claims: readonly Some[], nowMs: number): Some | undefined;
  /** The edge showed the copy, or did not; of an edge that was busy, undefined, nothing is learned. */
  checked(claim: Claim, isShown: boolean | undefined, nowMs: number): void;
  /** What `edge` says it holds, without what is doubted. */
  without(edge: Address, holds: ReadonlySet<Hex>): ReadonlySet<Hex>;
};

export function createDoubts(random: () => number): Doubts {
  /** By edge and root, when each copy was doubted last. */
  const doubted = new Map<Address, Map<Hex, number>>();
  /** Failures in a row. */
  const failures = new Map<Address, number>();
  const isDoubted = ({ edge, root }: Claim) => doubted.get(edge)?.has(root) ?? false;

  return {
    choose(claims, nowMs) {
      const due = claims.filter(
        ({ edge, root }) => nowMs - (doubted.get(edge)?.get(root) ?? nowMs) >= DOUBTED_MS,
      );
      const believed = claims.filter((claim) => !isDoubted(claim));
      const suspect = believed.filter(({ edge }) => failures.has(edge));
      const among = [suspect, due, believed].find((some) => some.length > 0) ?? [];
      return among[Math.floor(random() * among.length)];
    },
    checked({ edge, root }, isShown, nowMs) {
      if (isShown === undefined) return;
      if (isShown) {
        failures.delete(edge);
        doubted.get(edge)?.delete(root);
        return;
      }
      failures.set(edge, (failures.get(edge) ?? 0) + 1);
      if (!doubted.has(edge)) doubted.set(edge, new Map());
      doubted.get(edge)!.set(root, nowMs);
    },
    without(edge, holds) {
      if ((failures.get(edge) ?? 0) >= MOST_FAILURES) return NONE;
      const roots = doubted.get(edge);
      if (!roots?.size) return holds;
      return new Set([...holds].filter((root) => !roots.has(root)));
    },
  };
}
