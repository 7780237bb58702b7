// SPDX-License-Identifier: GPL-3.0-or-later
import { join } from "node:path";
import { createClient, http } from "viem";
import type { HttpResponse } from "../kernel/http/route.ts";
import { defineRoute, type Route } from "../kernel/http/route.ts";
import { startNode } from "../kernel/node.ts";
import { systemClock } from "../kernel/process/clock.ts";
import { createFaultLog } from "../kernel/process/log.ts";
import { pruneAudit } from "./audit.ts";
import { codeRoutes } from "./codeRoutes.ts";
import { placeOf, type SigninConfig } from "./config.ts";
import { createDesk, type Desk } from "./desk.ts";
import { pruneDevices } from "./devices.ts";
import { factorRoutes } from "./factorRoutes.ts";
import { loadServiceKeys, type ServiceKeys } from "./keys.ts";
import { signinMetrics } from "./metrics.ts";
import { proofRoutes } from "./proofRoutes.ts";
import { sessionRoutes } from "./sessionRoutes.ts";
import { signInRoutes } from "./signInRoutes.ts";
import { signinMigrations } from "./tables.ts";
import { type CallChain, createVerifyWallet } from "./walletSignature.ts";

const definition = { role: "signin", contracts: [], migrations: signinMigrations, keyless: true } as const;
const PRUNE_EVERY_MS = 600_000;
/** The longest time that a contract wallet's answer may take. */
const CALL_MS = 5_000;

/** Starts a sign-in service; see the README beside this file. */
export const startSignin = (config: SigninConfig) =>
  startNode(definition, config, async ({ log, chain, store, metrics, ...node }) => {
    // what is wrong with the URLs is said before a port is taken
    placeOf(config);
    const keys = loadServiceKeys(join(config.dataDir, "signin.key"));
    const parts = {
      ...{ store, keys, ...signinMetrics(metrics), chainId: chain.chainId },
      verifyWallet: await createVerifyWallet(chainCaller(config.rpcUrl)),
      faults: createFaultLog(log, "storing sign-ins"),
    };
    node.loop({
      name: "pruning",
      everyMs: PRUNE_EVERY_MS,
      async tick() {
        await pruneDevices(store.db, systemClock.nowMs());
        await pruneAudit(store.db);
      },
    });
    const { port } = await node.serve({
      routes: (port) =>
        signinRoutes(createDesk({ ...config, ...parts, place: placeOf({ ...config, port }) })),
      pages: [jwksPage(keys)],
      maxBodyBytes: 100_000,
    });
    return { url: placeOf({ ...config, port }).issuer };
  });

/** The service's routes, described in the README. */
export const signinRoutes = (desk: Desk): Route[] => [
  ...signInRoutes(desk),
  ...sessionRoutes(desk),
  ...proofRoutes(desk),
  ...factorRoutes(desk),
  ...codeRoutes(desk),
];

/** The page with the public key, for the roles that check tokens. */
export function jwksPage({ jwk }: Pick<ServiceKeys, "jwk">): Route {
  return defineRoute({
    method: "GET",
    path: "/.well-known/jwks.json",
    summary: "The public key that access tokens are signed by",
    cors: "*",
    answers: { 200: { description: "A JWK set (RFC 7517)." } },
    handle: (): HttpResponse => ({
      status: 200,
      headers: { "cache-control": "public, max-age=300" },
      body: { keys: [jwk] },
    }),
  });
}

/** Asks the chain once, since a wallet that reverts reverts again. */
export function chainCaller(rpcUrl: string): CallChain {
  const client = createClient({ transport: http(rpcUrl, { retryCount: 0, timeout: CALL_MS }) });
  return (call) => client.request({ method: "eth_call", params: [call as never, "latest"] });
}
