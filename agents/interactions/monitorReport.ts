// SPDX-License-Identifier: GPL-3.0-or-later
import type { AssertionHistory, History } from "./readHistory.ts";
import { type Judgement, judge, type Replay } from "./replay.ts";

/** What the contract was deployed with, and the chain's clock. */
export type Terms = { nowSec: number; bondWei: bigint; windowSec: number; mostDelaySec: number };

/** An assertion, and what execution says of it. */
export type MonitoredAssertion = Omit<AssertionHistory, "block"> & {
  /** Of a pending one; else undefined. */
  execution: Judgement | undefined;
  /** Until a pending one may be final, if nobody falsifies it; 0 once it may. */
  secondsLeft: number | undefined;
  /** A pending one's whole bond. */
  atRiskWei: bigint;
  /** What waits for `holder` to be collected. */
  unclaimedWei: bigint;
};

export type MonitorReport = {
  assertions: MonitoredAssertion[];
  postings: number;
  finalPostings: number;
  atRiskWei: bigint;
  unclaimedWei: bigint;
  /** The last final posting, where execution leads to another root than the final one. */
  falseFinal: bigint | undefined;
};

/** Says of each assertion what execution says of it, and what its bond is worth to whom. `madeAtSec`: when a pending one was made. */
export function monitorReport(
  { assertions, postings, finalRoots, delayed }: History,
  { open, falseFinal }: Replay,
  { nowSec, bondWei, windowSec, mostDelaySec }: Terms,
  madeAtSec: (assertion: AssertionHistory) => number,
): MonitorReport {
  const rows = assertions.map((assertion): MonitoredAssertion => {
    const { block: _, ...shown } = assertion;
    const { outcome, isCollected, posting } = assertion;
    if (outcome === "pending") {
      const finalSec = madeAtSec(assertion) + windowSec + (delayed === posting ? mostDelaySec : 0);
      const execution = judge(assertion, open);
      const secondsLeft = Math.max(0, finalSec - nowSec);
      return { ...shown, execution, secondsLeft, atRiskWei: bondWei, unclaimedWei: 0n };
    }
    // who falsified had the first quarter at once
    const firstQuarter = outcome === "falsified" ? bondWei / 4n : 0n;
    const owed = outcome === "confirmed" ? bondWei : bondWei / 2n - firstQuarter;
    const unclaimedWei = isCollected ? 0n : owed;
    return { ...shown, execution: undefined, secondsLeft: undefined, atRiskWei: 0n, unclaimedWei };
  });
  return {
    assertions: rows,
    postings: postings.length,
    finalPostings: finalRoots.length,
    atRiskWei: rows.reduce((sum, { atRiskWei }) => sum + atRiskWei, 0n),
    unclaimedWei: rows.reduce((sum, { unclaimedWei }) => sum + unclaimedWei, 0n),
    falseFinal,
  };
}
