// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import {
  CloseStartedEvent,
  paymentChannelsErrors,
  startCloseFunction,
} from "../abis/paymentChannels.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import type { ChannelKey } from "./channel.ts";

export type StartCloseParameters = { key: ChannelKey };
/** `closesAt`: the time from which {@link finalize} may be called, in seconds since the Unix epoch. */
export type StartCloseReturnType = { channelId: Hex; closesAt: number };

/**
 * Starts the payer's close. The payee may still settle its last voucher until somebody finalizes.
 *
 * @throws ContractRefused, as of `PaymentChannels_NotPayer` or `PaymentChannels_NotOpen`.
 * @example
 * const { closesAt } = await client.channel.startCloseSync({ key });
 */
export const startClose = defineWrite({
  contract: "paymentChannels",
  functions: [startCloseFunction],
  event: CloseStartedEvent,
  errors: paymentChannelsErrors,
  call: ({ key }: StartCloseParameters) => ({ args: [key] }),
  result: ({ channelId, closesAt }): StartCloseReturnType => ({ channelId, closesAt }),
});
