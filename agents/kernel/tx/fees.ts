// SPDX-License-Identifier: GPL-3.0-or-later
import { TryAgainError } from "../process/errors.ts";

/** EIP-1559 fees, wei per gas. */
export type Fees = { maxFeePerGas: bigint; maxPriorityFeePerGas: bigint };

/** The price of gas now: fees that should do, and the base fee that every transaction of the next block pays. */
export type Market = Fees & { baseFeeWei: bigint };

/** The first fees: the market's, at most `capWei`. Throws a TryAgainError when the base fee alone is above the cap. */
export function firstFees(market: Market, capWei: bigint): Fees {
  if (market.baseFeeWei > capWei) {
    throw new TryAgainError(
      `Gas costs ${market.baseFeeWei} wei now, more than the ${capWei} this role may pay.`,
      "Wait for the price to fall, or allow more with --max-fee-per-gas-wei.",
    );
  }
  return capped(market, capWei);
}

/**
 * The fees of a replacement: the market's, and both parts at least `bumpPercent` above the previous ones, or nodes
 * refuse. Undefined above `capWei`.
 */
export function bumpedFees(
  previous: Fees,
  market: Fees,
  bumpPercent: number,
  capWei: bigint,
): Fees | undefined {
  // in tenths of a percent, rounded up
  const raise = (wei: bigint) => (wei * BigInt(Math.ceil(1_000 + bumpPercent * 10)) + 999n) / 1_000n;
  const least = {
    maxFeePerGas: raise(previous.maxFeePerGas),
    maxPriorityFeePerGas: raise(previous.maxPriorityFeePerGas),
  };
  if (least.maxFeePerGas > capWei) return undefined;
  const wanted = capped(market, capWei);
  const maxFeePerGas = max(least.maxFeePerGas, wanted.maxFeePerGas);
  return { maxFeePerGas, maxPriorityFeePerGas: max(least.maxPriorityFeePerGas, wanted.maxPriorityFeePerGas) };
}

/**
 * The fees of a transaction that the pool found too cheap: twice the tip and an eighth of the base fee on top, up to
 * `capWei`. Undefined when the tip can rise no further.
 */
export function aboveFloor(previous: Fees, { baseFeeWei }: Market, capWei: bigint): Fees | undefined {
  const moreWei = previous.maxPriorityFeePerGas + baseFeeWei / 8n + 1n;
  const raised = capped(plusTip(previous, moreWei), capWei);
  return raised.maxPriorityFeePerGas > previous.maxPriorityFeePerGas ? raised : undefined;
}

/** The same fees with `moreWei` of tip on top. */
export const plusTip = ({ maxFeePerGas, maxPriorityFeePerGas }: Fees, moreWei: bigint): Fees => ({
  maxFeePerGas: maxFeePerGas + moreWei,
  maxPriorityFeePerGas: maxPriorityFeePerGas + moreWei,
});

const capped = ({ maxFeePerGas, maxPriorityFeePerGas }: Fees, capWei: bigint): Fees => ({
  maxFeePerGas: min(maxFeePerGas, capWei),
  maxPriorityFeePerGas: min(maxPriorityFeePerGas, capWei),
});

const min = (a: bigint, b: bigint) => (a < b ? a : b);
const max = (a: bigint, b: bigint) => (a > b ? a : b);
