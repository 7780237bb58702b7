// SPDX-License-Identifier: GPL-3.0-or-later
import { defineRoute, type Route } from "../kernel/http/route.ts";
import {
  type Accepted,
  answerPayment,
  paymentAnswers,
  type VoucherRoutesOptions,
  voucherRoutes,
} from "../vouchers/routes.ts";
import { type TickRequest, tickRequest } from "../vouchers/voucherRequest.ts";

export type WatchtowerRoutesOptions = VoucherRoutesOptions & {
  acceptTick(request: TickRequest): Promise<Accepted>;
};

/** The watchtower's HTTP routes: those of every holder of vouchers, and ticks. */
export function watchtowerRoutes(options: WatchtowerRoutesOptions): Route[] {
  return [
    ...voucherRoutes(options),
    defineRoute({
      method: "POST",
      path: "/ticks",
      summary: "Takes a tick of a held voucher",
      cors: "*",
      body: tickRequest,
      answers: paymentAnswers,
      handle: ({ body }) => answerPayment(body().then(options.acceptTick), options),
    }),
  ];
}
