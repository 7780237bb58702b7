// SPDX-License-Identifier: GPL-3.0-or-later

/** `windowSec`: from the start of the close to the deadline. `secondsLeft`: negative from the deadline to the end of the close. */
export type TimeLeft = { secondsLeft: number; windowSec: number };

const BPS = 10_000n;
/** The part of the stake that gas may cost while there is time to wait for a better price. */
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
  /** The payee's loss without a defence, in wei of ether. */
  stakeWei: bigint;
  /** The part of the stake that gas may cost at the deadline; above 10,000 a defence may cost more than it saves. */
  payUpToBps: bigint;
};

/** The most that gas may cost now for one stake, in wei. */
export function budgetWei(stake: Stake): bigint {
  return (stake.stakeWei * willingnessBps(stake) * stake.payUpToBps) / (BPS * BPS);
}

/** The highest fee per gas for a transaction of `gas` that saves all of `stakes`; never above `capWei`. */
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

/** The raise of a transaction that was not mined, in percent: the less time, the larger the steps. */
export function bumpPercent({ secondsLeft, windowSec }: TimeLeft): number {
  if (secondsLeft * 2 > windowSec) return 12.5;
  return secondsLeft * 4 > windowSec ? 25 : 100;
}
