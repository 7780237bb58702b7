// SPDX-License-Identifier: MIT
import type { Hex, LocalAccount } from "viem";
import { packSignature } from "../chain/signature.ts";
import type { ChannelsContract } from "./channel.ts";
import { voucherDomain } from "./voucher.ts";

/** What a channel asks of the payee's sequencer: the receipt of one period of a metered work. */
export type PeriodRequest = {
  channelId: Hex;
  contentId: Hex;
  /** A uint64: the number of the period in its rendition. */
  period: bigint;
  /** The price of the period, in wei of STREAM, as the work's metered policy names it. */
  priceWei: bigint;
  /** The last second at which the request is good: five minutes ahead at most. */
  deadline: number;
};

export const periodRequestTypes = {
  PeriodRequest: [
    { name: "channelId", type: "bytes32" },
    { name: "contentId", type: "bytes32" },
    { name: "period", type: "uint64" },
    { name: "price", type: "uint96" },
    { name: "deadline", type: "uint40" },
  ],
} as const;

/** @returns The typed data that the channel's session key signs, in the domain of PaymentChannels. */
export function periodRequestTypedData({ priceWei, ...parameters }: ChannelsContract & PeriodRequest) {
  const { channelId, contentId, period, deadline } = parameters;
  return {
    domain: voucherDomain(parameters),
    types: periodRequestTypes,
    primaryType: "PeriodRequest",
    message: { channelId, contentId, period, price: priceWei, deadline },
  } as const;
}

/** Signs a request of a period with the channel's session key; the signature has 64 bytes (EIP-2098). */
export async function signPeriodRequest({
  sessionAccount,
  ...parameters
}: ChannelsContract & PeriodRequest & { sessionAccount: LocalAccount }): Promise<Hex> {
  return packSignature(await sessionAccount.signTypedData(periodRequestTypedData(parameters)));
}
