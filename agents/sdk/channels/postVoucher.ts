// SPDX-License-Identifier: MIT

import type { Hex } from "viem";
import { TributaryError } from "../errors/TributaryError.ts";
import { nodeUrl } from "../wire/nodeUrl.ts";
import { textOf } from "../wire/printable.ts";
import { type Patience, requestJson, saysLater } from "../wire/requestJson.ts";
import type { ChannelKey, ChannelsContract } from "./channel.ts";
import type { Voucher } from "./voucher.ts";

/** The reasons for which a sequencer refuses a voucher. */
export type RefusalCode =
  | "malformed"
  | "other_chain"
  | "other_contract"
  | "payee_not_served"
  | "token_not_served"
  | "wrong_key"
  | "wrong_tick"
  | "unknown_root"
  | "unknown_channel"
  | "not_final"
  | "channel_closing"
  | "channel_closed"
  | "above_deposit"
  | "not_higher";

type RefusalOptions = { acceptedWei?: bigint | undefined; retryable?: boolean };

/**
 * The sequencer refused the voucher, and would refuse it again: change the voucher before the next post. A refusal that
 * passes by itself, such as `not_final`, is thrown after the wait for it, and is `retryable`.
 */
export class VoucherRefused extends TributaryError {
  override name = "VoucherRefused";
  readonly code: RefusalCode | string;
  /** With `not_higher`: the cumulative that the sequencer holds, in wei. */
  readonly acceptedWei: bigint | undefined;

  constructor(code: string, message: string, { acceptedWei, retryable }: RefusalOptions = {}) {
    super(`the sequencer refused the voucher (${code}): ${message}`, { retryable, docsPath: "channels" });
    this.code = code;
    this.acceptedWei = acceptedWei;
  }
}

/** Who posts, and how patiently. */
export type PostOptions = Patience & {
  /**
   * The poster's own name, 64 characters at most, which no other poster of the channel knows. A service that posts a viewer's
   * voucher gives it: a repeat under the same name gets the first `addedWei` again.
   */
  postedBy?: string | undefined;
};

export type PostVoucherParameters = ChannelsContract &
  PostOptions & {
    /** The sequencer's URL, such as `https://sequencer.example`. */
    sequencerUrl: string;
    key: ChannelKey;
    voucher: Voucher;
  };

export type PostVoucherReturnType = {
  channelId: Hex;
  /** The cumulative that the sequencer holds on disk, in wei since the channel opened. */
  acceptedWei: bigint;
  /**
   * What this post added, in wei; zero when the voucher was posted before, by whomever; missing from a node that does not say. A
   * service gives as much as this is worth, never as much as the voucher says: another service may have posted the same voucher.
   */
  addedWei?: bigint;
  /** From a watchtower: the voucher is on disk and will be tried, but came too near the deadline for a promise. */
  late?: true;
};

/**
 * Posts a voucher to the payee's sequencer. A voucher may be posted any number of times.
 *
 * @throws VoucherRefused with the sequencer's reason; SequencerUnreachable when no answer comes.
 * @example
 * const { acceptedWei } = await postVoucher({ sequencerUrl, chainId, paymentChannels, key, voucher });
 */
export async function postVoucher(parameters: PostVoucherParameters): Promise<PostVoucherReturnType> {
  const { sequencerUrl, chainId, paymentChannels, key, voucher } = parameters;
  const body = {
    chainId,
    contract: paymentChannels,
    ...key,
    salt: key.salt.toString(),
    cumulative: voucher.cumulative.toString(),
    signature: voucher.signature,
  };
  return postToSequencer(nodeUrl(sequencerUrl, "v1", "vouchers"), body, parameters);
}

/** Posts a payment: a voucher or a tick. */
export async function postToSequencer(
  url: string,
  body: Record<string, unknown>,
  { postedBy, retries, patienceMs, onWait, signal }: PostOptions,
): Promise<PostVoucherReturnType> {
  const { status, json } = await requestJson(url, {
    ...{ method: "POST", body: JSON.stringify({ ...body, postedBy }) },
    ...{ retries, patienceMs, onWait, signal },
  });
  if (status !== 200 && status !== 202) {
    throw new VoucherRefused(textOf(json.code ?? status), textOf(json.detail ?? "no reason given"), {
      acceptedWei: typeof json.accepted === "string" ? BigInt(json.accepted) : undefined,
      retryable: saysLater(status),
    });
  }
  return {
    channelId: json.channelId as Hex,
    acceptedWei: BigInt(json.accepted as string),
    ...(typeof json.added === "string" && { addedWei: BigInt(json.added) }),
    ...(status === 202 && { late: true }),
  };
}
