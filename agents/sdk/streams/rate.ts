// SPDX-License-Identifier: MIT

/** Wei per second with 16 binary places, a uint88 above zero. See `src/types/Rate.sol`. */
export type Rate = bigint;

const RATE_PLACES = 16n;
const RATE_BITS = 88n;

/** `amountWei` that flows in `perSeconds`. */
export type RateOfParameters = { amountWei: bigint; perSeconds: number };

/**
 * Computes the rate at which `amountWei` flows in `perSeconds`, rounded down: never faster.
 *
 * @throws RangeError for a rate that is zero or does not fit.
 * @example
 * const rate = rateOf({ amountWei: parseEther("9"), perSeconds: 30 * 86_400 }); // 9 STREAM a month
 */
export function rateOf({ amountWei, perSeconds }: RateOfParameters): Rate {
  if (!Number.isSafeInteger(perSeconds) || perSeconds <= 0) {
    throw new RangeError(`a rate is per whole seconds above zero, not ${perSeconds}`);
  }
  if (amountWei <= 0n) throw new RangeError(`a rate is above zero, not ${amountWei} wei`);
  return assertRate((amountWei << RATE_PLACES) / BigInt(perSeconds));
}

/** @returns The payment for `seconds` at `rate`, in wei, rounded down. */
export function flowOver(rate: Rate, seconds: number): bigint {
  return (assertRate(rate) * BigInt(seconds)) >> RATE_PLACES;
}

/** @returns The deposit for `seconds` at `rate`, in wei, rounded up. */
export function depositOver(rate: Rate, seconds: number): bigint {
  return -((-assertRate(rate) * BigInt(seconds)) >> RATE_PLACES);
}

/** @returns `rate`; throws a RangeError for a number outside the range. */
export function assertRate(rate: Rate): Rate {
  if (rate > 0n && rate >> RATE_BITS === 0n) return rate;
  throw new RangeError(`a rate lies between 2^-16 wei and 2^72 wei per second, not at ${rate} / 2^16`);
}
