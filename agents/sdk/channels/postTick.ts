// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import { nodeUrl } from "../wire/nodeUrl.ts";
import { type PostOptions, type PostVoucherReturnType, postToSequencer } from "./postVoucher.ts";
import type { RevealedTick } from "./tickVoucher.ts";

export type PostTickParameters = RevealedTick &
  PostOptions & {
    sequencerUrl: string;
    channelId: Hex;
    /** The root of the voucher that was posted before. */
    tickRoot: Hex;
  };
export type PostTickReturnType = PostVoucherReturnType;

/**
 * Pays by revealing a tick, without a signature. Ticks in between may be left out, and a tick may be posted again.
 *
 * @throws VoucherRefused with the sequencer's reason; SequencerUnreachable when no answer comes.
 * @example
 * for (let count = 1; count <= MAXIMUM_TICKS; count += 1) {
 *   await postTick({ sequencerUrl, channelId, tickRoot: ticks[0], tick: ticks[count], count });
 * }
 */
export async function postTick(parameters: PostTickParameters): Promise<PostTickReturnType> {
  const { sequencerUrl, channelId, tickRoot, tick, count } = parameters;
  return postToSequencer(
    nodeUrl(sequencerUrl, "v1", "ticks"),
    { channelId, tickRoot, tick, count },
    parameters,
  );
}
