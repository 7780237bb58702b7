// SPDX-License-Identifier: GPL-3.0-or-later
import { isHex, size } from "viem";
import { HttpError, type HttpRequest, type HttpResponse, type Route } from "../kernel/http/http.ts";
import { TryAgainError } from "../kernel/process/errors.ts";
import type { Logger } from "../kernel/process/log.ts";
import { statusOfChannel } from "../sdk/channels/channel.ts";
import { parseBody, parseVoucher } from "../vouchers/parseRequest.ts";
import { Refusal } from "../vouchers/refusal.ts";
import { type TickRequest, tickRequest, type VoucherRequest } from "../vouchers/voucherRequest.ts";
import type { VoucherStore } from "../vouchers/voucherStore.ts";
import type { Accepted } from "./acceptVoucher.ts";
import type { ChannelBook } from "./channelBook.ts";
import type { SequencerMetrics } from "./metrics.ts";

export type RoutesOptions = {
  acceptVoucher(request: VoucherRequest): Promise<Accepted>;
  acceptTick(request: TickRequest): Promise<Accepted>;
  channels: ChannelBook;
  vouchers: VoucherStore;
  metrics: SequencerMetrics;
  log: Logger;
};

/** The sequencer's HTTP API, as the README tells it. */
export function sequencerRoutes(options: RoutesOptions): Route[] {
  const { acceptVoucher, acceptTick, channels, vouchers, metrics, log } = options;

  async function answer(accepting: Promise<Accepted>): Promise<HttpResponse> {
    try {
      const { channelId, cumulative, addedWei } = await accepting;
      metrics.vouchers.inc({ outcome: addedWei > 0n ? "accepted" : "repeated" });
      metrics.acceptedWei.inc(Number(addedWei));
      return { status: 200, body: { channelId, accepted: cumulative } };
    } catch (error) {
      if (error instanceof Refusal) {
        const { status, code, message, accepted } = error;
        metrics.vouchers.inc({ outcome: code });
        return { status, body: { error: code, message, ...(accepted !== undefined && { accepted }) } };
      }
      if (error instanceof HttpError || error instanceof TryAgainError) throw error;
      metrics.vouchers.inc({ outcome: "failed" });
      log.error({ err: error }, "a voucher could not be judged or stored");
      throw new HttpError(
        503,
        "not_stored",
        "The voucher was not accepted: this node's chain or disk failed. Post it again.",
      );
    }
  }

  async function getChannel({ params }: HttpRequest): Promise<HttpResponse> {
    const { id } = params;
    if (!isHex(id) || size(id) !== 32)
      throw new HttpError(400, "malformed", "A channel id is 32 bytes of hex.");
    const held = await vouchers.find(id.toLowerCase() as typeof id);
    if (!held) throw new HttpError(404, "unknown_channel", "No voucher of this channel was accepted here.");
    const { latest } = await channels.find(held.channelId);
    const { channelId, key, cumulative, signature, ticks } = held;
    const { claimed, deposit } = latest;
    return {
      status: 200,
      body: {
        channelId,
        ...key,
        accepted: cumulative,
        signature,
        ...(ticks && { ticks }),
        settled: claimed,
        deposit,
        status: statusOfChannel(latest),
      },
    };
  }

  return [
    {
      method: "POST",
      path: "/vouchers",
      handle: (request) => answer(parseVoucher(request).then(acceptVoucher)),
    },
    {
      method: "POST",
      path: "/ticks",
      handle: (request) => answer(parseBody(request, tickRequest).then(acceptTick)),
    },
    { method: "GET", path: "/channels/:id", handle: getChannel },
  ];
}
