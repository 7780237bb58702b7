// SPDX-License-Identifier: GPL-3.0-or-later

/** Any uint256 fits. */
const DIGITS = 78;

/**
 * An amount as the store keeps it: decimal with leading zeros, so that texts sort like amounts in SQLite and PostgreSQL.
 * A JS number or a 64-bit integer would lose wei.
 */
export function amountToText(wei: bigint): string {
  if (wei < 0n) throw new RangeError(`an amount is never negative, got ${wei}`);
  if (wei >= 10n ** BigInt(DIGITS)) throw new RangeError(`an amount has up to ${DIGITS} digits, got ${wei}`);
  return wei.toString().padStart(DIGITS, "0");
}

/** Reads an amount that `amountToText` wrote. Throws on other text, since a damaged amount must not become zero. */
export function textToAmount(text: string): bigint {
  if (text.length !== DIGITS || !/^[0-9]+$/.test(text))
    throw new RangeError(`"${text}" is not a stored amount`);
  return BigInt(text);
}
