// SPDX-License-Identifier: GPL-3.0-or-later

/**
 * Gas, a little above what the contract takes: measured were 52,228 for a seal, and for a settlement 358,293 with one
 * entry, 899 for each entry more, and 1,283 for each link more, since each link is hashed.
 */
const SEAL_GAS = 54_000n;
const SETTLE_GAS = 365_000n;
const ENTRY_GAS = 950n;
const LINK_GAS = 1_350n;

export type Prices = {
  /** The proving fee of one entry, in wei of STREAM. */
  feeWei: bigint;
  /** STREAM that one ether buys. */
  streamPerEther: bigint;
  /** Price of gas now, in wei of ether. */
  gasPriceWei: bigint;
};

/** A batch as it counts for its profit: `isSealed` spares the gas of the seal. */
export type Sum = { entries: number; links: number; isSealed: boolean };

/** The fees of a batch less its gas, in wei of ether; below zero, a settlement costs more than it pays. */
function profitWei(
  { entries, links, isSealed }: Sum,
  { feeWei, streamPerEther, gasPriceWei }: Prices,
): bigint {
  const settleGas = SETTLE_GAS + BigInt(entries) * ENTRY_GAS + BigInt(links) * LINK_GAS;
  const gas = settleGas + (isSealed ? 0n : SEAL_GAS);
  return (BigInt(entries) * feeWei) / streamPerEther - gas * gasPriceWei;
}

/**
 * Whether a segment is worth a step: some run of its batches, from the oldest on, pays for its own gas. Batches settle in
 * order, so a small batch costs what the batches behind it bring.
 */
export function isWorth(batches: readonly Sum[], prices: Prices): boolean {
  let sumWei = 0n;
  return batches.some((batch) => {
    sumWei += profitWei(batch, prices);
    return sumWei >= 0n;
  });
}
