// SPDX-License-Identifier: MIT
import { parseCompactSignature, zeroHash } from "viem";
import { ClosedEvent, closeFunction, paymentChannelsErrors } from "../abis/paymentChannels.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import type { ChannelKey } from "./channel.ts";
import { type ClosedChannel, closedChannel } from "./closedChannel.ts";
import type { Voucher } from "./voucher.ts";

export type CloseByPayeeParameters = {
  key: ChannelKey;
  /** The highest voucher that the payee holds; without one, everything unsettled goes back to the payer. */
  voucher?: Voucher | undefined;
};
export type CloseByPayeeReturnType = ClosedChannel;

/**
 * Settles the payee's last voucher and closes the channel at once, refunding the rest to the payer.
 *
 * @throws ContractRefused, as of `PaymentChannels_NotPayee` for any other account.
 * @example
 * const { settledWei } = await payeeClient.channel.closeSync({ key, voucher });
 */
export const closeByPayee = defineWrite({
  contract: "paymentChannels",
  functions: [closeFunction],
  event: ClosedEvent,
  errors: paymentChannelsErrors,
  call: ({ key, voucher }: CloseByPayeeParameters) => {
    const none = { r: zeroHash, yParityAndS: zeroHash };
    const { r, yParityAndS } = voucher ? parseCompactSignature(voucher.signature) : none;
    return { args: [key, voucher?.cumulative ?? 0n, r, yParityAndS] };
  },
  result: closedChannel,
});
