// SPDX-License-Identifier: GPL-3.0-or-later
import type { SegmentQueue } from "../splits/rollupReader.ts";

export type ProverView = {
  segments: readonly SegmentQueue[];
  /** The contract's own limits. */
  sealAgeSec: number;
  maxEntries: number;
};

export type ProverAction =
  | { kind: "seal"; segment: bigint }
  | { kind: "prove"; segment: bigint; batch: bigint }
  | { kind: "wait" };

/**
 * Decides the next step: seals the oldest batch that may be sealed, since a seal is cheap and lets other provers work
 * too; else proves the oldest batch of the segment with the longest queue.
 */
export function planProver({ segments, sealAgeSec, maxEntries }: ProverView, nowSec: number): ProverAction {
  const sealable = segments
    .filter(
      ({ openEntries, openedAt }) =>
        openEntries > 0 && (openEntries >= maxEntries || openedAt + sealAgeSec <= nowSec),
    )
    .sort((a, b) => a.openedAt - b.openedAt || compare(a.segment, b.segment));
  if (sealable[0]) return { kind: "seal", segment: sealable[0].segment };

  const provable = segments
    .filter((queue) => queueLength(queue) > 0n)
    .sort((a, b) => compare(queueLength(b), queueLength(a)) || compare(a.segment, b.segment));
  if (provable[0]) return { kind: "prove", segment: provable[0].segment, batch: provable[0].settledBatches };
  return { kind: "wait" };
}

const queueLength = ({ sealedBatches, settledBatches }: SegmentQueue) => sealedBatches - settledBatches;
const compare = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0);
