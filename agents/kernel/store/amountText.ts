// SPDX-License-Identifier: GPL-3.0-or-later

/** An amount as it stands in the store: decimal, no sign, no leading zero. A JS number or SQLite integer would lose wei. */
export function amountToText(wei: bigint): string {
  if (wei < 0n) throw new RangeError(`an amount is never negative, got ${wei}`);
  return wei.toString();
}

/** The amount that `amountToText` wrote. Throws on anything else, since a damaged amount must not become zero. */
export function textToAmount(text: string): bigint {
  if (!/^(0|[1-9][0-9]*)$/.test(text)) throw new RangeError(`"${text}" is not a stored amount`);
  return BigInt(text);
}
