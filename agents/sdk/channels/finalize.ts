// SPDX-License-Identifier: MIT
import { ClosedEvent, finalizeFunction, paymentChannelsErrors } from "../abis/paymentChannels.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import type { ChannelKey } from "./channel.ts";
import { type ClosedChannel, closedChannel } from "./closedChannel.ts";

export type FinalizeParameters = { key: ChannelKey };
export type FinalizeReturnType = ClosedChannel;

/**
 * Closes a channel whose window has passed, and refunds the payer. Anyone may call it.
 *
 * @throws ContractRefused, as of `PaymentChannels_TooEarly` with the time of the deadline.
 * @example
 * const { refundedWei } = await client.channel.finalizeSync({ key });
 */
export const finalize = defineWrite({
  contract: "paymentChannels",
  functions: [finalizeFunction],
  event: ClosedEvent,
  errors: paymentChannelsErrors,
  call: ({ key }: FinalizeParameters) => ({ args: [key] }),
  result: closedChannel,
});
