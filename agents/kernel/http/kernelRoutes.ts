// SPDX-License-Identifier: GPL-3.0-or-later
import { z } from "zod";
import type { Metrics } from "../process/metrics.ts";
import type { Readiness } from "../process/readiness.ts";
import { defineRoute, type Route } from "./route.ts";

const report = z.object({
  ready: z.boolean(),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), reason: z.string().optional() })),
});

/** The routes of every node. Their paths have no version, since supervisors and Prometheus expect these names. */
export function kernelRoutes(metrics: Metrics, readiness: Readiness): Route[] {
  return [
    defineRoute({
      method: "GET",
      path: "/health",
      summary: "Whether the node is alive",
      cors: "*",
      answers: { 200: { description: "The node is alive.", body: z.object({ alive: z.literal(true) }) } },
      handle: () => ({ status: 200, body: { alive: true } }),
    }),
    defineRoute({
      method: "GET",
      path: "/ready",
      summary: "Whether the node makes progress, check by check",
      cors: "*",
      answers: {
        200: { description: "Every check passes.", body: report },
        503: { description: "A check fails; the body says why.", body: report },
      },
      handle() {
        const body = readiness.report();
        return { status: body.ready ? 200 : 503, body };
      },
    }),
    defineRoute({
      method: "GET",
      path: "/metrics",
      summary: "Metrics for Prometheus",
      cors: "*",
      answers: { 200: { description: "Prometheus' text format." } },
      handle: async () => ({
        status: 200,
        headers: { "content-type": metrics.contentType },
        body: await metrics.text(),
      }),
    }),
  ];
}
