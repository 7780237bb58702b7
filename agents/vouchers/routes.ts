// SPDX-License-Identifier: GPL-3.0-or-later
import type { Counter } from "prom-client";
import type { Hex } from "viem";
import { z } from "zod";
import { HttpError } from "../kernel/http/problem.ts";
import { defineRoute, type HttpResponse, type Route } from "../kernel/http/route.ts";
import { TryAgainError } from "../kernel/process/errors.ts";
import type { FaultLog } from "../kernel/process/log.ts";
import { type Channel, statusOfChannel } from "../sdk/channels/channel.ts";
import {
  address,
  bytes32,
  decimal,
  type TickRequest,
  tickRequest,
  type VoucherRequest,
  voucherRequest,
} from "./voucherRequest.ts";
import type { VoucherStore } from "./voucherStore.ts";

/** An accepted payment; `late` when its channel's deadline is too near for a promise. */
export type Accepted = {
  channelId: Hex;
  cumulative: bigint;
  addedWei: bigint;
  isRepeat?: true;
  late?: boolean;
};

export type PaymentOptions = {
  metrics: { vouchers: Counter };
  /** The faults of this node, one line for each change. */
  faults: FaultLog;
};

const wei = decimal(96n, "wei");
const accepted = z.object({ channelId: bytes32, accepted: wei, added: wei });

/** The answers to a payment, a voucher or a tick. */
const paymentAnswers = {
  200: {
    description:
      "The payment is on disk. `accepted` is the channel's total debt and `added` what this payment added, in wei; a payment adds once, and its poster, named by `postedBy`, may ask again.",
    body: accepted,
  },
};

/** Answers a payment that `accepting` judges, and counts the outcome. */
async function answerPayment(
  accepting: Promise<Accepted>,
  { metrics, faults }: PaymentOptions,
): Promise<HttpResponse> {
  try {
    const { channelId, cumulative, addedWei, isRepeat, late } = await accepting;
    faults.passed();
    metrics.vouchers.inc({ outcome: late ? "late" : addedWei > 0n && !isRepeat ? "accepted" : "repeated" });
    return { status: late ? 202 : 200, body: { channelId, accepted: cumulative, added: addedWei } };
  } catch (error) {
    if (error instanceof HttpError) metrics.vouchers.inc({ outcome: error.code });
    if (error instanceof HttpError || error instanceof TryAgainError) throw error;
    metrics.vouchers.inc({ outcome: "failed" });
    faults.failed(error);
    throw new HttpError(
      503,
      "not_stored",
      "The voucher was not accepted: this node's chain or disk failed. Post the voucher again.",
    );
  }
}

export type VoucherRoutesOptions = PaymentOptions & {
  acceptVoucher(request: VoucherRequest): Promise<Accepted>;
  readChannel(channelId: Hex): Promise<Channel>;
  vouchers: VoucherStore;
};

/** The routes of every holder of vouchers: clients post to each alike, and read the voucher held. */
export function voucherRoutes(options: VoucherRoutesOptions): Route[] {
  const { acceptVoucher, readChannel, vouchers } = options;
  return [
    defineRoute({
      method: "POST",
      path: "/vouchers",
      summary: "Takes a voucher, with or without ticks; a voucher may be posted again",
      cors: "*",
      bare: true,
      body: voucherRequest,
      answers: {
        ...paymentAnswers,
        202: {
          description:
            "The voucher is on disk and will be tried, but came too near the channel's deadline for a promise.",
          body: accepted,
        },
      },
      handle: ({ body }) => answerPayment(body().then(acceptVoucher), options),
    }),
    defineRoute({
      method: "GET",
      path: "/channels/:id",
      summary: "The highest voucher held of a channel, and the channel's state on chain",
      cors: "*",
      params: z.object({ id: bytes32 }),
      answers: { 200: { description: "The voucher; check its signature.", body: heldVoucher } },
      async handle({ params: { id } }) {
        const held = await vouchers.find(id);
        if (!held)
          throw new HttpError(
            404,
            "unknown_channel",
            "No voucher of this channel was accepted here. Post a voucher first.",
          );
        const { channelId, key, cumulative, signature, ticks } = held;
        const channel = await readChannel(channelId);
        const { settled, deposit, closesAt } = channel;
        const chain = { settled, deposit, closesAt, status: statusOfChannel(channel) };
        const body = {
          channelId,
          ...key,
          accepted: cumulative,
          signature,
          ...(ticks && { ticks }),
          ...chain,
        };
        return { status: 200, body };
      },
    }),
  ];
}

/** The route of every holder of vouchers with ticks. */
export function tickRoute({
  acceptTick,
  ...options
}: PaymentOptions & { acceptTick(request: TickRequest): Promise<Accepted> }): Route {
  return defineRoute({
    method: "POST",
    path: "/ticks",
    summary: "Takes a tick of a held voucher",
    cors: "*",
    body: tickRequest,
    answers: paymentAnswers,
    handle: ({ body }) => answerPayment(body().then(acceptTick), options),
  });
}

const heldVoucher = z.object({
  channelId: bytes32,
  payer: address,
  payee: bytes32,
  token: address,
  salt: decimal(64n, "salt"),
  sessionKey: address,
  accepted: wei,
  signature: z.string(),
  ticks: z
    .object({ tickRoot: bytes32, tickValue: wei, tick: bytes32, count: z.int().min(0) })
    .optional()
    .describe("The voucher's last revealed tick"),
  settled: wei,
  deposit: wei,
  closesAt: z.int().describe("Unix time in seconds; 0 while the channel is not closing"),
  status: z.enum(["none", "open", "closing", "closed"]),
});
