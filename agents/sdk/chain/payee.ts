// SPDX-License-Identifier: MIT
import { type Address, getAddress, type Hex, isAddress, numberToHex, pad, slice, zeroAddress } from "viem";
import { InvalidInput } from "../errors/InvalidInput.ts";
import { assertSplitId } from "../splits/splitId.ts";

/** The payee in the contracts' form: 32 bytes that name an address or a split (see `src/types/Payee.sol`). */
export type Payee = Hex;

/** The meaning of a payee's bytes. `split` is a split id. */
export type ParsedPayee = { kind: "address"; address: Address } | { kind: "split"; split: bigint };

const SPLIT_FLAG = 1n << 160n;

/** @param address Any address but zero. */
export function payeeOfAddress(address: Address): Payee {
  if (!isAddress(address) || BigInt(address) === 0n)
    throw new InvalidInput(`${address} cannot be paid: give an address that is not zero`);
  return pad(address.toLowerCase() as Address, { size: 32 });
}

/** @param split A split id, from `registerSplit`. */
export function payeeOfSplit(split: bigint): Payee {
  return numberToHex(SPLIT_FLAG | assertSplitId(split), { size: 32 });
}

/**
 * Reads a payee's bytes.
 *
 * @throws TypeError for bytes that name neither an address nor a split.
 */
export function parsePayee(payee: Payee): ParsedPayee {
  if (!/^0x[0-9a-fA-F]{64}$/.test(payee)) throw new InvalidInput(`a payee is 32 bytes of hex, not ${payee}`);
  const word = BigInt(payee);
  if (word >> 64n === SPLIT_FLAG >> 64n) return { kind: "split", split: word & ((1n << 64n) - 1n) };
  const address = getAddress(slice(payee, 12));
  if (word >> 160n !== 0n || address === zeroAddress) {
    throw new InvalidInput(`${payee} names neither an address nor a split`);
  }
  return { kind: "address", address };
}
