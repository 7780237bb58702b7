// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from "viem";
import type { Logger } from "../kernel/process/log.ts";
import type { ChannelsContract, statusOfChannel } from "../sdk/channels/channel.ts";
import { nodeUrl } from "../sdk/wire/nodeUrl.ts";
import { requestJson } from "../sdk/wire/requestJson.ts";
import { Refusal } from "../vouchers/refusal.ts";
import {
  type TickRequest,
  tickRequest,
  type VoucherRequest,
  voucherRequest,
} from "../vouchers/voucherRequest.ts";

export type AskOptions = {
  contract: ChannelsContract;
  sequencers: readonly string[];
  /** The channels that are closing. */
  closing(): Promise<Hex[]>;
  acceptVoucher(request: VoucherRequest): Promise<{ addedWei: bigint }>;
  acceptTick(request: TickRequest): Promise<{ addedWei: bigint }>;
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
    const { chainId, paymentChannels: address } = contract;
    const { voucher, tick } = paymentsOf({ ...json, channelId, chainId, contract: address });
    if (!voucher) throw new Error(`${url} answered with a malformed voucher. Check --sequencers.`);
    const added = [await unlessRefused(acceptVoucher(voucher))];
    if (tick) added.push(await unlessRefused(options.acceptTick(tick)));
    const addedWei = added.reduce((sum, wei) => sum + wei, 0n);
    if (addedWei > 0n) log.info({ channelId, url, addedWei }, "voucher taken from a sequencer");
  }

  const questions = (await options.closing()).flatMap((id) => sequencers.map((url) => [url, id] as const));
  const failures: unknown[] = [];
  for (let at = 0; at < questions.length && !signal?.aborted; at += ASKED_AT_ONCE) {
    const group = questions.slice(at, at + ASKED_AT_ONCE).map(([url, id]) => askOne(url, id));
    for (const result of await Promise.allSettled(group))
      if (result.status === "rejected") failures.push(result.reason);
  }
  if (failures.length > 0) throw failures[0];
}

/** A refusal is no failure: the voucher is not higher, or not for this tower. */
async function unlessRefused(accepting: Promise<{ addedWei: bigint }>): Promise<bigint> {
  try {
    return (await accepting).addedWei;
  } catch (error) {
    if (error instanceof Refusal) return 0n;
    throw error;
  }
}

type Answer = Record<string, unknown> & { accepted?: unknown; ticks?: unknown; channelId: Hex };

/** The voucher in a sequencer's answer, as it was signed, and its last tick. */
function paymentsOf({ accepted, ticks, ...rest }: Answer): { voucher?: VoucherRequest; tick?: TickRequest } {
  const tick = tickRequest.safeParse({ ...(ticks as object), channelId: rest.channelId });
  const { tickRoot, tickValue, count } = (ticks ?? {}) as Record<string, string | number | undefined>;
  try {
    const revealed = BigInt(tickValue ?? 0) * BigInt(count ?? 0);
    const cumulative = (BigInt(String(accepted)) - revealed).toString();
    const voucher = voucherRequest.safeParse({ ...rest, cumulative, tickRoot, tickValue });
    return { ...(voucher.success && { voucher: voucher.data }), ...(tick.success && { tick: tick.data }) };
  } catch {
    return {};
  }
}
