// SPDX-License-Identifier: GPL-3.0-or-later
import { generateKeyPairSync } from "node:crypto";
import { join } from "node:path";
import { createHttpServer } from "../../kernel/http/server.ts";
import { createFaultLog, createLogger } from "../../kernel/process/log.ts";
import { createMetrics } from "../../kernel/process/metrics.ts";
import { createReadiness } from "../../kernel/process/readiness.ts";
import { openStore } from "../../kernel/store/store.ts";
import { freePort } from "../../kernel/testing/freePort.ts";
import { scratchDir } from "../../kernel/testing/scratch.ts";
import type { Scope } from "../../localnet/scope.ts";
import { placeOf } from "../config.ts";
import { createDesk, type DeskOptions } from "../desk.ts";
import { keysOf } from "../keys.ts";
import { jwksPage, signinRoutes } from "../service.ts";
import { signinMigrations } from "../tables.ts";
import { type CallChain, createVerifyWallet } from "../walletSignature.ts";

export const CHAIN_ID = 31_337;
const noChain: CallChain = async () => {
  throw Object.assign(new Error("execution reverted"), { code: 3 });
};

/** A clock of two hands: the wall's, which a test may set anywhere, and the one that only goes forward. */
export function testClock() {
  const clock = {
    wallMs: Date.UTC(2026, 10, 27),
    elapsed: 1_000_000,
    nowMs: () => clock.wallMs,
    elapsedMs: () => clock.elapsed,
    pass(ms: number) {
      clock.wallMs += ms;
      clock.elapsed += ms;
    },
  };
  return clock;
}

/** The service over HTTP, without a chain: routes and store are the service's own. */
export async function startTestService(
  t: Scope,
  options: Partial<DeskOptions> & {
    callChain?: CallChain;
    directory?: string;
    appUrl?: string;
    log?: ReturnType<typeof createLogger>;
  } = {},
) {
  const {
    callChain = noChain,
    appUrl,
    directory = scratchDir(t),
    log = createLogger("signin", "silent"),
    ...changed
  } = options;
  const clock = testClock();
  const port = await freePort();
  const place = placeOf({ port, publicUrl: undefined, appUrl });
  const store = options.store ?? (await openStore(join(directory, "signin.db"), signinMigrations));
  const metrics = createMetrics("signin");
  const keys = keysOf(generateKeyPairSync("ed25519").privateKey);
  const desk = createDesk({
    ...{
      store,
      keys,
      place,
      chainId: CHAIN_ID,
      trustedProxies: 0,
      signInsPerMinute: 10_000,
      requestsPerMinute: 10_000,
    },
    verifyWallet: await createVerifyWallet(callChain),
    faults: createFaultLog(log, "storing sign-ins"),
    outcomes: metrics.counter("signin_total", "Ways in", ["what", "outcome"]),
    ...{ nowMs: clock.nowMs, elapsedMs: clock.elapsedMs },
    ...changed,
  });
  const readiness = createReadiness();
  const served = { routes: signinRoutes(desk), pages: [jwksPage(keys)], metrics, readiness, log };
  const server = await createHttpServer({ host: "localhost", port, ...served, maxBodyBytes: 100_000 });
  let isOpen = true;
  const close = async () => {
    if (!isOpen) return;
    isOpen = false;
    await server.close(100);
    await store.close();
  };
  t.onTestFinished(close);
  return { base: place.issuer, clock, store, keys, desk, directory, close };
}
