// SPDX-License-Identifier: GPL-3.0-or-later
import type { Counter } from "prom-client";
import { z } from "zod";
import { HttpError } from "../../kernel/http/problem.ts";
import { defineRoute, type Route } from "../../kernel/http/route.ts";
import { TryAgainError } from "../../kernel/process/errors.ts";
import type { FaultLog } from "../../kernel/process/log.ts";
import { address, bytes32, decimal, signature } from "../../vouchers/voucherRequest.ts";
import type { GivenPeriod } from "./givePeriod.ts";

/** Seconds that the contracts' 40 bits hold. */
const seconds = z
  .int()
  .min(0)
  .max(2 ** 40 - 1);
const period = decimal(64n, "period");
const price = decimal(96n, "price");

/** The body of `POST /v1/periods`. */
const periodBody = z.object({
  channelId: bytes32,
  contentId: bytes32,
  period,
  price: price.refine((wei) => wei > 0n, "price is above zero"),
  deadline: seconds,
  signature,
});
export type PeriodBody = z.output<typeof periodBody>;

export type PeriodRouteOptions = {
  givePeriod(request: PeriodBody): Promise<GivenPeriod>;
  metrics: { periods: Counter };
  /** The faults of this node, one line for each change. */
  faults: FaultLog;
};

/** The route by which a channel gets receipts for periods of metered works. */
export function periodRoute({ givePeriod, metrics, faults }: PeriodRouteOptions): Route {
  async function answer(request: PeriodBody): Promise<GivenPeriod> {
    try {
      const given = await givePeriod(request);
      faults.passed();
      metrics.periods.inc({ outcome: "given" });
      return given;
    } catch (error) {
      if (error instanceof HttpError) metrics.periods.inc({ outcome: error.code });
      if (error instanceof HttpError || error instanceof TryAgainError) throw error;
      metrics.periods.inc({ outcome: "failed" });
      faults.failed(error);
      throw new HttpError(
        503,
        "not_stored",
        "The period was not given: this node's chain or disk failed. Ask again.",
      );
    }
  }

  return defineRoute({
    method: "POST",
    path: "/periods",
    summary: "Gives the receipt of a period of a metered work; one period is on credit",
    cors: "*",
    body: periodBody,
    answers: {
      200: {
        description:
          "The receipt, and its signature by the EIP-712 domain of MeteredPolicy: together, the policy's evidence. What it costs is on disk; a period is charged once.",
        body: z.object({
          receipt: z.object({ viewer: address, contentId: bytes32, period, price, expiresAt: seconds }),
          signature: z.string(),
        }),
      },
    },
    handle: async ({ body }) => ({ status: 200, body: await answer(await body()) }),
  });
}
