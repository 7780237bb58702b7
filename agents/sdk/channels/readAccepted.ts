// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import { nodeUrl } from "../wire/nodeUrl.ts";
import { requestJson } from "../wire/requestJson.ts";
import type { Voucher } from "./voucher.ts";

export type ReadAcceptedParameters = { sequencerUrl: string; channelId: Hex; retries?: number };
/** The highest voucher that the sequencer holds for the channel, unverified; undefined for none. */
export type ReadAcceptedReturnType = Voucher | undefined;

/**
 * Reads the highest voucher of a channel from a sequencer.
 *
 * @throws SequencerUnreachable when no answer comes.
 * @example
 * const voucher = await readAccepted({ sequencerUrl, channelId });
 */
export async function readAccepted({
  sequencerUrl,
  channelId,
  retries,
}: ReadAcceptedParameters): Promise<ReadAcceptedReturnType> {
  const { status, json } = await requestJson(nodeUrl(sequencerUrl, "v1", "channels", channelId), {
    method: "GET",
    retries,
  });
  if (status === 404) return undefined;
  if (status !== 200)
    throw new Error(
      `the sequencer answered ${status} about channel ${channelId}: ${json.detail ?? json.code}`,
    );
  return { cumulative: BigInt(json.accepted as string), signature: json.signature as Hex };
}
