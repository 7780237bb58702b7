// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import {
  paymentChannelsErrors,
  ToppedUpEvent,
  topUpFunction,
  topUpWithFunction,
} from "../abis/paymentChannels.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import type { FundingSource } from "../chain/fundingSource.ts";
import { takes } from "../chain/takes.ts";
import type { ChannelKey } from "./channel.ts";

export type TopUpParameters = {
  key: ChannelKey;
  amountWei: bigint;
  /** `allowance` by default, which approves first where needed; ETH is sent along. */
  source?: FundingSource | undefined;
};
/** `receivedWei`: less than the amount for a token that takes a fee. */
export type TopUpReturnType = { channelId: Hex; receivedWei: bigint };

/**
 * Adds to the deposit of an open channel. Anyone may call it; a close refunds the payer.
 *
 * @throws BalanceTooLow; ContractRefused, as of `PaymentChannels_NotOpen`.
 * @example
 * await client.channel.topUpSync({ key, amountWei: parseEther("1") });
 */
export const topUp = defineWrite({
  contract: "paymentChannels",
  functions: [topUpFunction, topUpWithFunction],
  event: ToppedUpEvent,
  errors: paymentChannelsErrors,
  deposit: takes(({ key, amountWei, source = "allowance" }: TopUpParameters) => ({
    source,
    token: key.token,
    amountWei,
  })),
  call: ({ key, amountWei, source = "allowance" }: TopUpParameters, _, funding) =>
    source === "allowance"
      ? { args: [key, amountWei] }
      : { functionName: "topUpWith", args: [key, amountWei, funding] },
  result: ({ channelId, received }): TopUpReturnType => ({ channelId, receivedWei: received }),
});
