// SPDX-License-Identifier: MIT
import { InvalidInput } from "../errors/InvalidInput.ts";

declare const rateBrand: unique symbol;

/**
 * Wei per second with 16 binary places, a uint88 above zero. See `src/types/Rate.sol`. A rate comes from {@link rateOf}, or
 * from the chain: whole wei per second are no rate, and would pay a 65,536th.
 */
export type Rate = bigint & { readonly [rateBrand]: "Rate" };

const RATE_PLACES = 16n;
const RATE_BITS = 88n;
const BPS = 10_000n;

/** `amountWei` flows in `perSeconds`. */
export type RateOfParameters = {
  amountWei: bigint;
  perSeconds: number;
  /** How much less than `amountWei` may flow, in basis points; 100 by default. */
  maximumErrorBps?: number;
};

/**
 * Makes a rate, rounded down to its smallest step: 2^-16 wei per second.
 *
 * @throws InvalidInput when rounding would take more than `maximumErrorBps`, as of a few wei a month.
 * @example
 * const rate = rateOf({ amountWei: parseEther("9"), perSeconds: 30 * 86_400 });
 */
export function rateOf({ amountWei, perSeconds, maximumErrorBps = 100 }: RateOfParameters): Rate {
  if (!Number.isSafeInteger(perSeconds) || perSeconds <= 0) {
    throw new InvalidInput(`a rate is per whole seconds above zero, not ${perSeconds}`);
  }
  if (amountWei <= 0n) throw new InvalidInput(`a rate is above zero, not ${amountWei} wei`);
  const rate = assertRate((amountWei << RATE_PLACES) / BigInt(perSeconds));
  const exact = amountWei << RATE_PLACES;
  const lost = exact - rate * BigInt(perSeconds);
  if (lost * BPS > exact * BigInt(maximumErrorBps)) {
    throw new InvalidInput(
      `${amountWei} wei cannot flow evenly over ${perSeconds} s: the rate below pays ${flowOver(rate, perSeconds)} wei; give more wei or a shorter time, or allow a larger \`maximumErrorBps\``,
    );
  }
  return rate;
}

/** @returns The payment for `seconds` at `rate`, in wei, rounded down. */
export function flowOver(rate: Rate, seconds: number): bigint {
  return (assertRate(rate) * BigInt(seconds)) >> RATE_PLACES;
}

/** @returns The deposit for `seconds` at `rate`, in wei, rounded up. */
export function depositOver(rate: Rate, seconds: number): bigint {
  return -((-assertRate(rate) * BigInt(seconds)) >> RATE_PLACES);
}

/** @returns `rate`, in wei per second with 16 binary places; throws an InvalidInput for a number outside the range. */
export function assertRate(rate: bigint): Rate {
  if (rate > 0n && rate >> RATE_BITS === 0n) return rate as Rate;
  throw new InvalidInput(`a rate lies between 2^-16 wei and 2^72 wei per second, not at ${rate} / 2^16`);
}
