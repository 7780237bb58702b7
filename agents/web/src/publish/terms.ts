// SPDX-License-Identifier: GPL-3.0-or-later
// What a creator writes into the form, as the chain takes it.
import type { Address } from "viem";
import { isAddress, parseEther } from "viem/utils";
import { type Payee, payeeOfAddress, payeeOfSplit } from "../../../sdk/chain/payee.ts";
import { LIMITS } from "../../../sdk/content/manifestFields.ts";

/** A field's value, or what is wrong with it as a sentence. */
export type Field<T> = { value: T } | { fault: string };

/** The highest rate that the chain keeps. */
const RATE_BITS = 96n;

/** "0.6" a minute as wei a second, rounded down. */
export function rateIn(perMinute: string): Field<bigint> {
  const text = perMinute.trim().replace(",", ".");
  if (!/^(\d+\.?\d*|\.\d+)$/.test(text))
    return { fault: "Write the price as a number of STREAM, such as 0.6." };
  const value = parseEther(text) / 60n;
  if (value >> RATE_BITS > 0n) return { fault: "The price is above what the chain can keep." };
  return { value };
}

/** An address or "split 3"; whoever publishes where nothing is written. */
export function payeeIn(text: string, own: Address): Field<Payee> {
  const written = text.trim();
  const split = /^split[ :]?(\d{1,18})$/i.exec(written)?.[1];
  if (split !== undefined) return { value: payeeOfSplit(BigInt(split)) };
  const address = written || own;
  if (isAddress(address, { strict: false }) && BigInt(address) > 0n)
    return { value: payeeOfAddress(lower(address)) };
  return { fault: "Write an address, 0x and 40 digits, or a split such as split 3." };
}

/** "1:30" or "90" as seconds. */
export function secondsIn(text: string): Field<number> {
  const parts = text.trim().split(":");
  if (parts.length > 3 || !parts.every((part) => /^\d{1,10}$/.test(part)))
    return { fault: "Write how long the work plays, as 1:30 or as seconds." };
  const value = parts.reduce((sum, part) => sum * 60 + Number(part), 0);
  if (value > 0 && value <= LIMITS.durationSec) return { value };
  return { fault: "Write how long the work plays: a second at least." };
}

const lower = (address: string) => address.toLowerCase() as Address;
