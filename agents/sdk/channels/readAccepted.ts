// SPDX-License-Identifier: MIT

import { type Hex, recoverTypedDataAddress } from "viem";
import { unpackSignature } from "../chain/signature.ts";
import { TributaryError } from "../errors/TributaryError.ts";
import { nodeUrl } from "../wire/nodeUrl.ts";
import { textOf } from "../wire/printable.ts";
import { type Patience, requestJson, saysLater } from "../wire/requestJson.ts";
import type { ChannelKey, ChannelsContract } from "./channel.ts";
import { rootOfTick } from "./tickChain.ts";
import { type RevealedTick, type TickVoucher, tickVoucherTypedData } from "./tickVoucher.ts";
import { type Voucher, voucherTypedData } from "./voucher.ts";

export type ReadAcceptedParameters = Patience & { sequencerUrl: string; channelId: Hex };

/**
 * The highest voucher that the sequencer holds for the channel, unverified; undefined for none. With `ticks`, `cumulative`
 * counts the revealed ticks too.
 */
export type ReadAcceptedReturnType = AcceptedVoucher | undefined;
export type AcceptedVoucher = Voucher & {
  ticks?: Pick<TickVoucher, "tickRoot" | "tickValue"> & RevealedTick;
};

/** What answers at the URL answers as no sequencer does. */
export class NotASequencer extends TributaryError {
  override name = "NotASequencer";

  constructor(url: string, status: number, reason: string) {
    super(`${url.split("?")[0]} answered ${status} (${reason})`, {
      ...{ advice: "check the sequencer's URL", retryable: saysLater(status) },
    });
  }
}

/**
 * Reads the highest voucher of a channel from a sequencer.
 *
 * @throws SequencerUnreachable when no answer comes; NotASequencer when what answers is no sequencer.
 * @example
 * const voucher = await readAccepted({ sequencerUrl, channelId });
 */
export async function readAccepted({
  sequencerUrl,
  channelId,
  ...patience
}: ReadAcceptedParameters): Promise<ReadAcceptedReturnType> {
  const url = nodeUrl(sequencerUrl, "v1", "channels", channelId);
  const { status, json } = await requestJson(url, { ...patience, method: "GET" });
  if (status === 404 && json.code === "unknown_channel") return undefined;
  if (status !== 200)
    throw new NotASequencer(url, status, textOf(json.detail ?? json.code ?? "no reason given"));
  const ticks = json.ticks as Record<"tickRoot" | "tick" | "tickValue", Hex> & { count: number };
  return {
    cumulative: BigInt(json.accepted as string),
    signature: json.signature as Hex,
    ...(ticks && { ticks: { ...ticks, tickValue: BigInt(ticks.tickValue) } }),
  };
}

/** Whether the channel's session key signed `held`, and its ticks are of the signed root. */
export async function isSigned(
  { key, ...contract }: ChannelsContract & { key: ChannelKey },
  { cumulative, signature: packed, ticks }: AcceptedVoucher,
): Promise<boolean> {
  const signature = unpackSignature(packed);
  const { chainId, paymentChannels } = contract;
  const voucher = { chainId, paymentChannels, key, cumulative };
  const signer = ticks
    ? recoverTypedDataAddress({
        ...tickVoucherTypedData({
          ...voucher,
          cumulative: cumulative - ticks.tickValue * BigInt(ticks.count),
          ...{ tickRoot: ticks.tickRoot, tickValue: ticks.tickValue },
        }),
        signature,
      })
    : recoverTypedDataAddress({ ...voucherTypedData(voucher), signature });
  if ((await signer).toLowerCase() !== key.sessionKey.toLowerCase()) return false;
  return ticks === undefined || rootOfTick(ticks.tick, ticks.count) === ticks.tickRoot;
}
