// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import {
  ClosedEvent,
  closeWithConsentFunction,
  paymentChannelsErrors,
} from "../abis/paymentChannels.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import { normalizeSignature } from "../chain/signature.ts";
import type { ChannelKey } from "./channel.ts";
import { type ClosedChannel, closedChannel } from "./closedChannel.ts";

/** `consent`: the payee's, to this amount and deadline, see {@link signCloseConsent}. */
export type CloseWithConsentParameters = {
  key: ChannelKey;
  settledWei: bigint;
  deadline: number;
  consent: Hex;
};
export type CloseWithConsentReturnType = ClosedChannel;

/**
 * Closes a channel at once, as the payer: the payee gets `settledWei` in all, the payer the rest.
 *
 * @throws ContractRefused, as of `PaymentChannels_ConsentInvalid` or `PaymentChannels_DeadlinePassed`.
 * @example
 * const { refundedWei } = await payerClient.channel.closeWithConsentSync({ key, settledWei, deadline, consent });
 */
export const closeWithConsent = defineWrite({
  contract: "paymentChannels",
  functions: [closeWithConsentFunction],
  event: ClosedEvent,
  errors: paymentChannelsErrors,
  call: ({ key, settledWei, deadline, consent }: CloseWithConsentParameters) => ({
    args: [key, settledWei, deadline, normalizeSignature(consent)],
  }),
  result: closedChannel,
});
