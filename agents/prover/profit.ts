// SPDX-License-Identifier: GPL-3.0-or-later

/** The gas of a seal, and of a settlement: at most a tenth above what the contract is measured to take. */
export const SEAL_GAS = 55_000n;
const SETTLE_GAS = 400_000n;
const ENTRY_GAS = 1_000n;

export type Prices = {
  /** The proving fee of one entry, in wei of STREAM. */
  feeWei: bigint;
  /** STREAM that one ether buys. */
  streamPerEther: bigint;
  /** Price of gas now, in wei of ether. */
  gasPriceWei: bigint;
};

/** A batch as it counts for its profit: `isSealed` spares the gas of the seal. */
export type Sum = { entries: number; isSealed: boolean };

/** The fees of a batch less its gas, in wei of ether; below zero, a settlement costs more than it pays. */
export function profitWei(
  { entries, isSealed }: Sum,
  { feeWei, streamPerEther, gasPriceWei }: Prices,
): bigint {
  const gas = SETTLE_GAS + BigInt(entries) * ENTRY_GAS + (isSealed ? 0n : SEAL_GAS);
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
