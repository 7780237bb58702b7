// SPDX-License-Identifier: GPL-3.0-or-later
import { type Hex, isHex, size } from "viem";
import { HttpError, type HttpRequest, type HttpResponse, type Route } from "../kernel/http/http.ts";
import type { Logger } from "../kernel/process/log.ts";
import { type Channel, statusOfChannel } from "../sdk/channels/channel.ts";
import { parseVoucher } from "../vouchers/parseRequest.ts";
import { Refusal } from "../vouchers/refusal.ts";
import type { VoucherRequest } from "../vouchers/voucherRequest.ts";
import type { VoucherStore } from "../vouchers/voucherStore.ts";
import type { Accepted } from "./acceptVoucher.ts";
import type { WatchtowerMetrics } from "./metrics.ts";

export type RoutesOptions = {
  acceptVoucher(request: VoucherRequest): Promise<Accepted>;
  readChannel(channelId: Hex): Promise<Channel>;
  vouchers: VoucherStore;
  metrics: WatchtowerMetrics;
  log: Logger;
};

/** The watchtower's HTTP API, as the README tells it; a sequencer's clients can use it as it is. */
export function watchtowerRoutes(options: RoutesOptions): Route[] {
  const { vouchers, metrics, log } = options;

  async function postVoucher(request: HttpRequest): Promise<HttpResponse> {
    try {
      const { channelId, cumulative, addedWei, late } = await options.acceptVoucher(
        await parseVoucher(request),
      );
      metrics.vouchers.inc({ outcome: late ? "late" : addedWei > 0n ? "accepted" : "repeated" });
      return { status: late ? 202 : 200, body: { channelId, accepted: cumulative } };
    } catch (error) {
      if (error instanceof Refusal) {
        const { status, code, message, accepted } = error;
        metrics.vouchers.inc({ outcome: code });
        return { status, body: { error: code, message, ...(accepted !== undefined && { accepted }) } };
      }
      if (error instanceof HttpError) throw error;
      metrics.vouchers.inc({ outcome: "failed" });
      log.error({ err: error }, "a voucher could not be judged or stored");
      throw new HttpError(
        503,
        "not_stored",
        "The voucher was not accepted: this node's chain or disk failed. Post it again.",
      );
    }
  }

  async function getChannel({ params: { id } }: HttpRequest): Promise<HttpResponse> {
    if (!isHex(id) || size(id) !== 32)
      throw new HttpError(400, "malformed", "A channel id is 32 bytes of hex.");
    const held = await vouchers.find(id.toLowerCase() as Hex);
    if (!held) throw new HttpError(404, "unknown_channel", "No voucher of this channel was accepted here.");
    const { channelId, key, cumulative: accepted, signature } = held;
    const channel = await options.readChannel(channelId);
    const { claimed: settled, deposit, closesAt } = channel;
    const status = statusOfChannel(channel);
    return {
      status: 200,
      body: { channelId, ...key, accepted, signature, settled, deposit, closesAt, status },
    };
  }

  return [
    { method: "POST", path: "/vouchers", handle: postVoucher },
    { method: "GET", path: "/channels/:id", handle: getChannel },
  ];
}
