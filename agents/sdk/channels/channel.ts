// SPDX-License-Identifier: MIT
import { type Address, encodeAbiParameters, type Hex, keccak256 } from "viem";
import type { Payee } from "../chain/payee.ts";

/** What names a channel. `token` is zero for ETH; `salt` is a uint64; `sessionKey` signs the vouchers. */
export type ChannelKey = {
  payer: Address;
  payee: Payee;
  token: Address;
  salt: bigint;
  sessionKey: Address;
};

/** Where a channel stands: `PaymentChannels` on one chain. */
export type ChannelsContract = { chainId: number; paymentChannels: Address };

/**
 * What the contract keeps of a channel. Amounts in wei, since the channel opened; `closesAt` in seconds: from when it may
 * be finalized, or when it was closed, 0 for neither; `windowSec` 0 when it is closed or was never opened.
 */
export type Channel = { deposit: bigint; settled: bigint; closesAt: number; windowSec: number };

export type ChannelStatus = "none" | "open" | "closing" | "closed";

const idParameters = [
  { type: "uint256" },
  { type: "address" },
  { type: "address" },
  { type: "bytes32" },
  { type: "address" },
  { type: "uint64" },
  { type: "address" },
] as const;

/** @returns The id that names the channel on this chain and contract only. */
export function channelIdOf({ chainId, paymentChannels, key }: ChannelsContract & { key: ChannelKey }): Hex {
  return keccak256(
    encodeAbiParameters(idParameters, [
      BigInt(chainId),
      paymentChannels,
      key.payer,
      key.payee,
      key.token,
      key.salt,
      key.sessionKey,
    ]),
  );
}

/** @returns The status of a channel as `channelOf` answered it. */
export function statusOfChannel({ closesAt, windowSec }: Channel): ChannelStatus {
  if (windowSec !== 0) return closesAt === 0 ? "open" : "closing";
  return closesAt === 0 ? "none" : "closed"; // a closed channel keeps its time as a tombstone
}
