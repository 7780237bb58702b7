// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import { paymentChannelsErrors, RefundedEvent, refundFunction } from "../abis/paymentChannels.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import { normalizeSignature } from "../chain/signature.ts";
import type { ChannelKey } from "./channel.ts";

/** `consent`: the payee's, to this amount, nonce and deadline, see {@link signRefundConsent}. */
export type RefundParameters = {
  key: ChannelKey;
  amountWei: bigint;
  consentNonce: bigint;
  deadline: number;
  consent: Hex;
};
export type RefundReturnType = { channelId: Hex; amountWei: bigint };

/**
 * Refunds the payer a part of the unsettled deposit, on the payee's consent. Anyone may call it.
 *
 * @throws ContractRefused, as of `PaymentChannels_ConsentInvalid` or `PaymentChannels_ConsentUsed`.
 * @example
 * await client.channel.refundSync({ key, amountWei, consentNonce: 0n, deadline, consent });
 */
export const refund = defineWrite({
  contract: "paymentChannels",
  functions: [refundFunction],
  event: RefundedEvent,
  errors: paymentChannelsErrors,
  call: ({ key, amountWei, consentNonce, deadline, consent }: RefundParameters) => ({
    args: [key, amountWei, consentNonce, deadline, normalizeSignature(consent)],
  }),
  result: ({ channelId, amount }): RefundReturnType => ({ channelId, amountWei: amount }),
});
