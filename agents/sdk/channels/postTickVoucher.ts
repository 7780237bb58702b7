// SPDX-License-Identifier: MIT
import { nodeUrl } from "../wire/nodeUrl.ts";
import { type PostVoucherParameters, type PostVoucherReturnType, postToSequencer } from "./postVoucher.ts";
import type { TickVoucher } from "./tickVoucher.ts";

export type PostTickVoucherParameters = Omit<PostVoucherParameters, "voucher"> & { voucher: TickVoucher };
export type PostTickVoucherReturnType = PostVoucherReturnType;

/**
 * Posts a voucher with ticks to the payee's sequencer, before the first tick: see {@link postTick}. A voucher may be
 * posted any number of times.
 *
 * @throws VoucherRefused with the sequencer's reason; SequencerUnreachable when no answer comes.
 * @example
 * await postTickVoucher({ sequencerUrl, chainId, paymentChannels, key, voucher });
 */
export async function postTickVoucher(
  parameters: PostTickVoucherParameters,
): Promise<PostTickVoucherReturnType> {
  const { sequencerUrl, chainId, paymentChannels, key, voucher } = parameters;
  const { cumulative, tickRoot, tickValue, signature } = voucher;
  const body = {
    chainId,
    contract: paymentChannels,
    ...key,
    salt: key.salt.toString(),
    cumulative: cumulative.toString(),
    ...{ tickRoot, tickValue: tickValue.toString(), signature },
  };
  return postToSequencer(nodeUrl(sequencerUrl, "v1", "vouchers"), body, parameters);
}
