// SPDX-License-Identifier: GPL-3.0-or-later

/** What the sequencer knows when a payer asks for a period, in wei. */
export type PeriodView = {
  /** The price at which the period was given before; undefined for a new period. */
  knownWei: bigint | undefined;
  /** The price asked now. */
  priceWei: bigint;
  /** The prices of all periods given so far, over the payer's channels with the payee. */
  chargedWei: bigint;
  /** The payments of those channels. */
  paidWei: bigint;
};

/** What a period adds to the charges; `not_paid` while periods before it are. */
export type PeriodStep = { addWei: bigint } | "not_paid";

/**
 * Decides whether a period is given: what was given before is given again for nothing, and anything more once all that was charged is paid.
 * So one period is ever on credit, and who stops paying gets none after it.
 */
export function judgePeriod({ knownWei = 0n, priceWei, chargedWei, paidWei }: PeriodView): PeriodStep {
  const addWei = priceWei - knownWei;
  if (addWei <= 0n) return { addWei: 0n };
  return paidWei < chargedWei ? "not_paid" : { addWei };
}
