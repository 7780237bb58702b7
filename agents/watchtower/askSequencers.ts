// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from "viem";
import type { Logger } from "../kernel/process/log.ts";
import type { ChannelsContract, statusOfChannel } from "../sdk/channels/channel.ts";
import { nodeUrl } from "../sdk/wire/nodeUrl.ts";
import { requestJson } from "../sdk/wire/requestJson.ts";
import { Refusal } from "../vouchers/refusal.ts";
import { type VoucherRequest, voucherRequest } from "../vouchers/voucherRequest.ts";

export type AskOptions = {
  contract: ChannelsContract;
  sequencers: readonly string[];
  /** The channels that are closing. */
  closing(): Promise<Hex[]>;
  acceptVoucher(request: VoucherRequest): Promise<{ addedWei: bigint }>;
  log: Logger;
};

const ASKED_AT_ONCE = 8;

/** Asks sequencers, or other watchtowers, for the vouchers of closing channels, and judges them like any other. */
export async function askSequencers(options: AskOptions, signal?: AbortSignal): Promise<void> {
  const { contract, sequencers, acceptVoucher, log } = options;

  async function askOne(url: string, channelId: Hex): Promise<void> {
    const { status, json } = await requestJson(nodeUrl(url, "v1", "channels", channelId), {
      method: "GET",
      retries: 0,
    });
    if (status !== 200 || json.status === ("closed" satisfies ReturnType<typeof statusOfChannel>)) return;
    const { chainId, paymentChannels } = contract;
    const parsed = voucherRequest.safeParse({
      ...json,
      chainId,
      contract: paymentChannels,
      cumulative: json.accepted,
    });
    if (!parsed.success) throw new Error(`${url} answered with a malformed voucher. Check --sequencers.`);
    const { addedWei } = await acceptVoucher(parsed.data);
    if (addedWei > 0n) log.info({ channelId, url, addedWei }, "voucher taken from a sequencer");
  }

  const questions = (await options.closing()).flatMap((id) => sequencers.map((url) => [url, id] as const));
  const failures: unknown[] = [];
  for (let at = 0; at < questions.length && !signal?.aborted; at += ASKED_AT_ONCE) {
    const group = questions.slice(at, at + ASKED_AT_ONCE).map(([url, id]) => askOne(url, id));
    // a refusal is no failure: the voucher is not higher, or not for this tower
    for (const result of await Promise.allSettled(group))
      if (result.status === "rejected" && !(result.reason instanceof Refusal)) failures.push(result.reason);
  }
  if (failures.length > 0) throw failures[0];
}
