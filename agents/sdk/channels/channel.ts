// SPDX-License-Identifier: MIT
import { type Account, type Address, encodeAbiParameters, type Hex, keccak256 } from "viem";
import type { AnyClient } from "../chain/clients.ts";
import { addressOf, chainIdOf } from "../chain/deployment.ts";
import type { Payee } from "../chain/payee.ts";

/** The key of a channel. `token` is zero for ETH; `salt` is a uint64; `sessionKey` signs the vouchers. */
export type ChannelKey = {
  payer: Address;
  payee: Payee;
  token: Address;
  salt: bigint;
  sessionKey: Address;
};

/** The contract of a channel: `PaymentChannels` on one chain. */
export type ChannelsContract = { chainId: number; paymentChannels: Address };

/** `paymentChannels`: that of the client's chain by default. */
export type WithChannels = { paymentChannels?: Address | undefined };
/** Who signs: the client's own account by default. */
export type SignerOptions = WithChannels & { account?: Account | Address | undefined };

/** @returns The contract on the client's chain. */
export const channelsOf = (client: AnyClient, { paymentChannels }: WithChannels): ChannelsContract => ({
  chainId: chainIdOf(client),
  paymentChannels: addressOf(client.chain, "paymentChannels", { paymentChannels }),
});

/**
 * The stored state of a channel. Amounts in wei, since the channel opened. `closesAt` in seconds: the time from which the
 * channel may be finalized, or the time of its close, 0 for neither. `windowSec` is 0 for a closed or unopened channel.
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

/** @returns The status of a channel from `channelOf`. */
export function statusOfChannel({ closesAt, windowSec }: Channel): ChannelStatus {
  if (windowSec !== 0) return closesAt === 0 ? "open" : "closing";
  return closesAt === 0 ? "none" : "closed"; // a closed channel keeps its time as a tombstone
}
