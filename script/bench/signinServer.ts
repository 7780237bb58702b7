// SPDX-License-Identifier: GPL-3.0-or-later
// The sign-in service that signin.ts measures, in a process of its own: HTTP, checks and store are the service's; no wallet is a
// contract, and one address may try as often as it likes.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineRoute } from "../../agents/kernel/http/route.ts";
import { createHttpServer } from "../../agents/kernel/http/server.ts";
import { createLogger } from "../../agents/kernel/process/log.ts";
import { createMetrics } from "../../agents/kernel/process/metrics.ts";
import { createReadiness } from "../../agents/kernel/process/readiness.ts";
import { openStore } from "../../agents/kernel/store/store.ts";
import { freePort } from "../../agents/kernel/testing/freePort.ts";
import { placeOf } from "../../agents/signin/config.ts";
import { createDesk, type Desk } from "../../agents/signin/desk.ts";
import { loadServiceKeys } from "../../agents/signin/keys.ts";
import { signinRoutes } from "../../agents/signin/service.ts";
import { signinMigrations } from "../../agents/signin/tables.ts";
import { createVerifyWallet } from "../../agents/signin/walletSignature.ts";

const PLENTY = 1e9;

async function start(): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), "tributary-bench-"));
  process.once("exit", () => rmSync(directory, { recursive: true }));
  const port = await freePort();
  const place = placeOf({ port, publicUrl: undefined, appUrl: process.argv[2] });
  const metrics = createMetrics("bench");
  const desk = createDesk({
    ...{ place, chainId: 31_337, trustedProxies: 0, signInsPerMinute: PLENTY, requestsPerMinute: PLENTY },
    store: await openStore(join(directory, "signin.db"), signinMigrations),
    keys: loadServiceKeys(join(directory, "signin.key")),
    verifyWallet: await createVerifyWallet(async () => "0x00"),
    faults: { failed() {}, passed() {} },
    outcomes: metrics.counter("signin_total", "Ways in", ["what", "outcome"]),
  });
  const log = createLogger("bench", "silent");
  const readiness = createReadiness();
  const routes = [...signinRoutes(desk), checkRoute(desk)];
  return (await createHttpServer({ host: "127.0.0.1", port, routes, metrics, readiness, log })).port;
}

/** What a role does about a token, and nothing else: the proof beside it is measured on its own. */
const checkRoute = ({ verify }: Desk) =>
  defineRoute({
    method: "GET",
    path: "/check",
    summary: "Who the token is of",
    cors: "none",
    bare: true,
    answers: { 200: { description: "The account." } },
    handle: async ({ headers }) => ({
      status: 200,
      body: (await verify.ofToken(headers.authorization!.slice(5))).account,
    }),
  });

if (process.send) {
  const port = await start();
  process.on("message", () => process.send?.(process.cpuUsage()));
  process.on("disconnect", () => process.exit());
  process.send({ port });
}
