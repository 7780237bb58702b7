// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import { nodeUrl } from "../wire/nodeUrl.ts";
import { requestJson } from "../wire/requestJson.ts";
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

/** The sequencer refused the voucher, and would refuse it again: change the voucher before the next post. */
export class VoucherRefused extends Error {
  override name = "VoucherRefused";
  readonly code: RefusalCode | string;
  /** With `not_higher`: the cumulative that the sequencer holds, in wei. */
  readonly acceptedWei: bigint | undefined;

  constructor(code: string, message: string, acceptedWei?: bigint) {
    super(`the sequencer refused the voucher (${code}): ${message}`);
    this.code = code;
    this.acceptedWei = acceptedWei;
  }
}

export type PostVoucherParameters = ChannelsContract & {
  /** The sequencer's URL, such as `https://sequencer.example`. */
  sequencerUrl: string;
  key: ChannelKey;
  voucher: Voucher;
  /**
   * The poster's own name, 64 characters at most, which no other poster of the channel knows. A service that posts a viewer's
   * voucher gives it: a repeat under the same name gets the first `addedWei` again.
   */
  postedBy?: string | undefined;
  /** Repetitions after no answer or a 5xx; 4 by default, at most 2 s apart. */
  retries?: number;
};

export type PostVoucherReturnType = {
  channelId: Hex;
  /** The cumulative that the sequencer holds on disk, in wei since the channel opened. */
  acceptedWei: bigint;
  /**
   * What this post added, in wei; zero when the voucher was posted before, by whomever. A service gives as much as this is worth,
   * never as much as the voucher says: another service may have posted the same voucher.
   */
  addedWei: bigint;
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
  const { sequencerUrl, chainId, paymentChannels, key, voucher, postedBy, retries } = parameters;
  const body = {
    chainId,
    contract: paymentChannels,
    ...key,
    salt: key.salt.toString(),
    cumulative: voucher.cumulative.toString(),
    signature: voucher.signature,
    postedBy,
  };
  return postToSequencer(nodeUrl(sequencerUrl, "v1", "vouchers"), body, retries);
}

/** Posts a payment: a voucher or a tick. */
export async function postToSequencer(
  url: string,
  body: Record<string, unknown>,
  retries: number | undefined,
): Promise<PostVoucherReturnType> {
  const request = { method: "POST", body: JSON.stringify(body), retries } as const;
  const { status, json } = await requestJson(url, request);
  if (status !== 200 && status !== 202) {
    throw new VoucherRefused(
      String(json.code ?? status),
      String(json.detail ?? "no reason given"),
      typeof json.accepted === "string" ? BigInt(json.accepted) : undefined,
    );
  }
  const held = {
    channelId: json.channelId as Hex,
    acceptedWei: BigInt(json.accepted as string),
    addedWei: BigInt((json.added as string | undefined) ?? 0),
  };
  return status === 202 ? { ...held, late: true } : held;
}
