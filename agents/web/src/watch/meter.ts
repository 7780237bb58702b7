// SPDX-License-Identifier: GPL-3.0-or-later
// What watching costs: pure sums over what was played and what the channel holds.

/** A channel to the work's payee, as the session knows it. */
export type Funds = { depositWei: bigint; paidWei: bigint };

export type Meter = {
  /** Paid in this sitting. */
  paidWei: bigint;
  /** Left of the deposit; undefined until there is one. */
  leftWei: bigint | undefined;
  /** Seconds that what is left plays; undefined for a free work, or without a deposit. */
  leftSec: number | undefined;
  /** Share of the deposit that is left, 0 to 1. */
  leftShare: number;
  /** The next second needs a deposit first. */
  needsDeposit: boolean;
  /** Less than half a minute is left. */
  isLow: boolean;
};

const LOW_SEC = 30;

export function meterOf(ratePerSecondWei: bigint, secondsPaid: number, funds: Funds | undefined): Meter {
  const paidWei = ratePerSecondWei * BigInt(secondsPaid);
  const needsDeposit = ratePerSecondWei > 0n;
  if (!funds)
    return { paidWei, leftWei: undefined, leftSec: undefined, leftShare: 0, needsDeposit, isLow: false };
  const leftWei = funds.depositWei > funds.paidWei ? funds.depositWei - funds.paidWei : 0n;
  const leftSec = ratePerSecondWei > 0n ? Number(leftWei / ratePerSecondWei) : undefined;
  const leftShare = funds.depositWei > 0n ? Number((leftWei * 1_000n) / funds.depositWei) / 1_000 : 0;
  const isLow = leftSec !== undefined && leftSec < LOW_SEC;
  return { paidWei, leftWei, leftSec, leftShare, needsDeposit: leftSec === 0, isLow };
}

/** A deposit that a person may choose: so many minutes of the work. */
export type DepositChoice = { minutes: number; wei: bigint };

/** Deposits to choose from, for a work of `durationSec`: round minutes, the least of which plays the work once. */
export function depositChoices(ratePerSecondWei: bigint, durationSec: number): DepositChoice[] {
  const least = Math.max(1, Math.ceil(durationSec / 60));
  const steps = [1, 5, 10, 15, 30, 60, 120, 240, 480].filter((minutes) => minutes >= least);
  return [...new Set([least, ...steps])]
    .slice(0, 3)
    .map((minutes) => ({ minutes, wei: ratePerSecondWei * 60n * BigInt(minutes) }));
}
