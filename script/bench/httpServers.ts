// SPDX-License-Identifier: GPL-3.0-or-later
// The servers that http.ts measures, each in a process of its own: `node httpServers.ts <kind>`.

import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { BYTES, defineRoute } from "../../agents/kernel/http/route.ts";
import { createHttpServer } from "../../agents/kernel/http/server.ts";
import { createLogger } from "../../agents/kernel/process/log.ts";
import { createMetrics } from "../../agents/kernel/process/metrics.ts";
import { createReadiness } from "../../agents/kernel/process/readiness.ts";
import { channelIdOf } from "../../agents/sdk/channels/channel.ts";
import { CHUNK_BYTES } from "../../agents/sdk/content/leaf.ts";
import { type Accepted, voucherRoutes } from "../../agents/vouchers/routes.ts";
import { createVerifyVoucher } from "../../agents/vouchers/verifyVoucher.ts";
import { type VoucherRequest, voucherRequest } from "../../agents/vouchers/voucherRequest.ts";

export const CONTRACT = { chainId: 31_337, paymentChannels: `0x${"11".repeat(20)}` } as const;
export type Kind = "floor" | "server" | "chunks by Hono";

const verify = await createVerifyVoucher(CONTRACT);
const chunk = randomBytes(CHUNK_BYTES);
const PROOF = "A".repeat(600);

/** A sequencer's work for a voucher without the disk: the signature and the channel's id. */
async function acceptVoucher({ key, cumulative, signature }: VoucherRequest): Promise<Accepted> {
  if (!verify(key, cumulative, signature)) throw new Error("a good voucher was refused");
  return { channelId: channelIdOf({ ...CONTRACT, key }), cumulative, addedWei: 1n };
}

/** The least work of node:http for a voucher or a chunk: no router, no checks of paths, no metrics. */
function floor(incoming: IncomingMessage, outgoing: ServerResponse): void {
  if (incoming.method === "GET") {
    const headers = { "content-type": "application/octet-stream", "content-length": chunk.length };
    outgoing.writeHead(200, { ...headers, "tributary-proof": PROOF }).end(chunk);
    return;
  }
  const parts: Buffer[] = [];
  incoming.on("data", (part) => parts.push(part));
  incoming.on("end", async () => {
    const request = voucherRequest.parse(JSON.parse(Buffer.concat(parts).toString()));
    const { channelId, cumulative } = await acceptVoucher(request);
    const body = JSON.stringify({ channelId, accepted: String(cumulative) });
    const headers = { "content-type": "application/json", "content-length": body.length };
    outgoing.writeHead(200, headers).end(body);
  });
}

async function start(kind: Kind): Promise<number> {
  if (kind === "floor") {
    const server = createServer(floor).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    return (server.address() as AddressInfo).port;
  }
  const metrics = createMetrics("bench");
  const log = createLogger("bench", "silent");
  const refuse = () => Promise.reject(new Error("not measured"));
  const routes = [
    ...voucherRoutes({
      acceptVoucher,
      readChannel: refuse,
      vouchers: { addedBefore: refuse, find: refuse, keep: refuse, live: refuse, retire: refuse },
      metrics: { vouchers: metrics.counter("vouchers_total", "Vouchers", ["outcome"]) },
      faults: { failed() {}, passed() {} },
    }),
    defineRoute({
      method: "GET",
      path: "/content/:contentId/chunks/:index",
      summary: "A chunk",
      cors: "*",
      bare: kind === "server",
      params: z.object({ contentId: z.string(), index: z.string() }),
      answers: { 200: { description: "The chunk.", body: BYTES } },
      handle: () => ({ status: 200, headers: { "tributary-proof": PROOF }, body: chunk }),
    }),
  ];
  const readiness = createReadiness();
  return (await createHttpServer({ host: "127.0.0.1", port: 0, routes, metrics, readiness, log })).port;
}

if (process.send) {
  const port = await start(process.argv[2] as Kind);
  process.on("message", () => process.send?.(process.cpuUsage()));
  process.send({ port });
}
