// SPDX-License-Identifier: GPL-3.0-or-later

/** `windowSec`: from the start of the close to its deadline. `secondsLeft` may be negative: nobody has finalized yet. */
export type TimeLeft = { secondsLeft: number; windowSec: number };

const BPS = 10_000n;
/** What of the stake gas may cost while there is time to wait for a better price. */
const PATIENT_BPS = 1_000n;

/**
 * p(t), in bps: a tenth of the stake in the first quarter of the window, all of it in the last, and in between a
 * straight line.
 */
export function willingnessBps({ secondsLeft, windowSec }: TimeLeft): bigint {
  const used = BigInt(windowSec - Math.max(0, Math.min(windowSec, secondsLeft)));
  // counted in quarters of the window, from the end of the first: 0 to 2
  const past = 4n * used - BigInt(windowSec);
  if (past <= 0n) return PATIENT_BPS;
  const span = 2n * BigInt(windowSec);
  return past >= span ? BPS : PATIENT_BPS + ((BPS - PATIENT_BPS) * past) / span;
}

export type Stake = TimeLeft & {
  /** What the payee loses if nothing is done, in wei of ether. */
  stakeWei: bigint;
  /** What of the stake gas may cost in the end; above 10,000 defending costs more than it saves. */
  payUpToBps: bigint;
};

/** What gas may cost now for the sake of one stake, in wei. */
export function budgetWei(stake: Stake): bigint {
  return (stake.stakeWei * willingnessBps(stake) * stake.payUpToBps) / (BPS * BPS);
}

/** The most to offer per gas for a transaction of `gas` that saves all of `stakes`, and never above `capWei`. */
export function maxFee({
  stakes,
  gas,
  capWei,
}: {
  stakes: readonly Stake[];
  gas: bigint;
  capWei: bigint;
}): bigint {
  const perGas = stakes.reduce((sum, stake) => sum + budgetWei(stake), 0n) / gas;
  return perGas < capWei ? perGas : capWei;
}

/** By how much more to offer when a transaction was not mined, in percent: the less time, the larger the steps. */
export function bumpPercent({ secondsLeft, windowSec }: TimeLeft): number {
  if (secondsLeft * 2 > windowSec) return 12.5;
  return secondsLeft * 4 > windowSec ? 25 : 100;
}
