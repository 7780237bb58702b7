// SPDX-License-Identifier: MIT
import { nodeUrl } from "../wire/nodeUrl.ts";
import { type PostVoucherParameters, type PostVoucherReturnType, postToSequencer } from "./postVoucher.ts";
import type { TickVoucher } from "./tickVoucher.ts";

export type PostTickVoucherParameters = Omit<PostVoucherParameters, "voucher"> & { voucher: TickVoucher };
export type PostTickVoucherReturnType = PostVoucherReturnType;

/**
 * Hands a voucher with ticks to the payee's sequencer, before the first of them: see {@link postTick}. The same voucher may
 * be posted any number of times.
 *
 * @throws VoucherRefused when the sequencer says why not; SequencerUnreachable when it cannot be asked.
 * @example
 * await postTickVoucher({ sequencerUrl, chainId, paymentChannels, key, voucher });
 */
export async function postTickVoucher(
  parameters: PostTickVoucherParameters,
): Promise<PostTickVoucherReturnType> {
  const { sequencerUrl, chainId, paymentChannels, key, voucher, retries } = parameters;
  const { cumulative, tickRoot, tickValue, signature } = voucher;
  const body = {
    chainId,
    contract: paymentChannels,
    ...key,
    salt: key.salt.toString(),
    cumulative: cumulative.toString(),
    ...{ tickRoot, tickValue: tickValue.toString(), signature },
  };
  return postToSequencer(nodeUrl(sequencerUrl, "v1", "vouchers"), body, retries);
}
