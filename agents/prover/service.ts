// SPDX-License-Identifier: GPL-3.0-or-later
import { existsSync } from "node:fs";
import { join } from "node:path";
import { artefactsOf } from "../../circuits/instances.ts";
import { connectChain } from "../kernel/chain/chain.ts";
import { loadAccount } from "../kernel/config/keys.ts";
import { createHttpServer } from "../kernel/http/server.ts";
import { systemClock } from "../kernel/process/clock.ts";
import { UserError } from "../kernel/process/errors.ts";
import type { RunningRole } from "../kernel/process/lifecycle.ts";
import { createLogger } from "../kernel/process/log.ts";
import { startLoop } from "../kernel/process/loop.ts";
import { createMetrics } from "../kernel/process/metrics.ts";
import { createReadiness } from "../kernel/process/readiness.ts";
import { bindStoreToChain } from "../kernel/store/chainBinding.ts";
import { openStore } from "../kernel/store/store.ts";
import { createSender } from "../kernel/tx/sender.ts";
import { splitRollupAbi } from "../sdk/abis.generated.ts";
import { createRollupReader } from "../splits/rollupReader.ts";
import type { ProverConfig } from "./config.ts";
import { openLedger } from "./ledger.ts";
import { type LedgerTables, ledgerMigrations } from "./ledgerTables.ts";
import { proverMetrics } from "./metrics.ts";
import { planProver } from "./policy.ts";
import { createProvingWorker } from "./provingWorker.ts";
import { createSteps } from "./steps.ts";

/** Starts the prover; see the README beside this file. */
export async function startProver(config: ProverConfig): Promise<RunningRole & { url: string }> {
  requireKeys();
  const log = createLogger("prover", config.logLevel);
  const account = loadAccount(config, log);
  const chain = await connectChain({ rpcUrl: config.rpcUrl, deploymentPath: config.deployment, account });
  const { publicClient, chainId, deployment } = chain;
  const rollup = deployment.contracts.SplitRollup;

  const store = await openStore<LedgerTables>(join(config.dataDir, "prover.db"), ledgerMigrations);
  await bindStoreToChain(store, chain);
  const metrics = createMetrics("prover");
  const readiness = createReadiness();
  const reader = createRollupReader(publicClient, rollup);
  const limits = await reader.limits();
  const ledger = openLedger({ publicClient, store, rollup, startBlock: deployment.startBlock });
  const sender = createSender({ publicClient, account, store, log, abi: splitRollupAbi, metrics });
  const worker = createProvingWorker();
  const own = proverMetrics(metrics);
  const { seal, prove } = createSteps({ chainId, rollup, reader, ledger, worker, sender, metrics: own, log });

  let actedAtBlock = 0n;
  /** Takes one step after another, each decided from the chain anew, until there is nothing to do. */
  async function tick(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await sender.recover();
      const readTo = (await ledger.poll(signal)).nextBlock - 1n;
      // an RPC that lags behind our own last step would have us take it again
      if (readTo < actedAtBlock) return;
      const busy = await ledger.busySegments();
      const segments = await Promise.all(busy.map((segment) => reader.queueOf(segment, readTo)));
      const { timestamp } = await publicClient.getBlock({ blockNumber: readTo });
      const nowSec = Math.max(Number(timestamp), Math.floor(systemClock.nowMs() / 1000));
      const action = planProver({ segments, ...limits }, nowSec);
      if (action.kind === "wait") return;
      const minedIn =
        action.kind === "seal"
          ? await seal(action.segment)
          : await prove(action.segment, action.batch, readTo);
      // somebody else was first: look again after the pause, not at once
      if (minedIn === undefined) return;
      actedAtBlock = minedIn;
    }
  }

  const server = await createHttpServer({
    host: config.host,
    port: config.port,
    routes: [],
    metrics,
    readiness,
    log,
  });
  // a proof may take long, and the loop is busy with it all the while
  const loop = startLoop({
    name: "chain",
    everyMs: config.pollMs,
    tick,
    readiness,
    log,
    staleAfterMs: 600_000,
  });
  log.info({ url: server.url, address: account.address }, "proving");

  return {
    url: server.url,
    async stop() {
      const stopped = loop.stop();
      await worker.stop();
      await sender.stop();
      await stopped;
      await server.close();
      await store.close();
    },
  };
}

function requireKeys(): void {
  const { provingKey } = artefactsOf("settle");
  if (existsSync(provingKey)) return;
  throw new UserError(
    `The circuits are not built: ${provingKey} is missing.`,
    "Run `node circuits/build.ts`.",
  );
}
