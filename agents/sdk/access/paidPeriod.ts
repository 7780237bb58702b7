// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { tributaryDomain } from "../chain/domain.ts";

/** A sequencer's receipt that `viewer` has paid `price` for a key period of a work; see `src/types/PaidPeriod.sol`. */
export type PaidPeriod = {
  viewer: Address;
  contentId: Hex;
  period: bigint;
  /** In wei of STREAM. */
  price: bigint;
  /** The last second at which the receipt is good. */
  expiresAt: number;
};

/** A receipt with the sequencer's signature, as the sequencer gives it out. */
export type SignedPaidPeriod = { receipt: PaidPeriod; signature: Hex };

/** @returns The typed data that a sequencer signs, for `MeteredPolicy` alone. */
export function paidPeriodTypedData(
  { chainId, meteredPolicy }: { chainId: number; meteredPolicy: Address },
  receipt: PaidPeriod,
) {
  return {
    domain: tributaryDomain(chainId, meteredPolicy),
    types: {
      PaidPeriod: [
        { name: "viewer", type: "address" },
        { name: "contentId", type: "bytes32" },
        { name: "period", type: "uint64" },
        { name: "price", type: "uint96" },
        { name: "expiresAt", type: "uint40" },
      ],
    },
    primaryType: "PaidPeriod",
    message: receipt,
  } as const;
}
