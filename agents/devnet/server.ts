// SPDX-License-Identifier: GPL-3.0-or-later
import { createHttpServer, type RunningHttpServer } from "../kernel/http/server.ts";
import { createLogger } from "../kernel/process/log.ts";
import { createMetrics } from "../kernel/process/metrics.ts";
import { createReadiness } from "../kernel/process/readiness.ts";
import type { PageFiles } from "./page/buildPage.ts";
import { pageRoutes } from "./page/pageRoutes.ts";
import { type Devnet, devnetRoutes } from "./routes.ts";

/** Beside the sequencer's 8601 and the prover's 8602. */
export const DEFAULT_HTTP_PORT = 8600;

export type DevnetServer = RunningHttpServer & {
  /** Begins to answer; until then every route of the devnet says 503. */
  open(devnet: Devnet): void;
};

/**
 * Serves the page, the deployment and the faucet on `port`; by default on 8600, or on any free port when that is taken or is
 * the chain's.
 */
export async function startDevnetServer(
  port: number | undefined,
  chainPort?: number | undefined,
  files: () => PageFiles = () => new Map(),
): Promise<DevnetServer> {
  if (port !== undefined) return listen(port, files);
  if (chainPort === DEFAULT_HTTP_PORT) return listen(0, files);
  // no check before: another run may take the port in between
  return listen(DEFAULT_HTTP_PORT, files).catch(() => listen(0, files));
}

async function listen(port: number, files: () => PageFiles): Promise<DevnetServer> {
  let devnet: Devnet | undefined;
  const readiness = createReadiness();
  readiness.watch("agents", () => (devnet ? undefined : "the agents are starting"));
  const server = await createHttpServer({
    host: "127.0.0.1",
    port,
    routes: devnetRoutes(() => devnet),
    pages: pageRoutes(files, () => devnet?.deployment()),
    metrics: createMetrics("devnet"),
    readiness,
    log: createLogger("devnet", "error"),
    maxBodyBytes: 1_000,
  });
  return {
    ...server,
    open(running) {
      devnet = running;
    },
  };
}
