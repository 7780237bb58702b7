// SPDX-License-Identifier: MIT
import { type Address, type Hex, zeroAddress } from "viem";

/** The source of a deposit; see `src/types/Funding.sol`. */
export type FundingSource = "allowance" | "prepaid" | "permit" | "permit2" | "eip3009";

/** A deposit's source and authorization, in the contracts' form. */
export type Funding = { source: number; authorization: Hex };

/** @returns The funding out of the account's allowance to the contract. */
export const fundByAllowance = (): Funding => ({ source: 0, authorization: "0x" });

/** @returns The funding out of the account's prepaid balance in the contract. */
export const fundFromPrepaid = (): Funding => ({ source: 1, authorization: "0x" });

/** @returns The ETH to send along, in wei: a deposit in ETH that was not prepaid, else zero. */
export function ethOf({
  source,
  token,
  amountWei,
}: {
  source: FundingSource;
  token: Address;
  amountWei: bigint;
}): bigint {
  return token === zeroAddress && source !== "prepaid" ? amountWei : 0n;
}
