// SPDX-License-Identifier: GPL-3.0-or-later
import { join } from "node:path";
import { connectChain } from "../kernel/chain/chain.ts";
import { loadAccount } from "../kernel/config/keys.ts";
import { createHttpServer } from "../kernel/http/server.ts";
import type { RunningRole } from "../kernel/process/lifecycle.ts";
import { createLogger } from "../kernel/process/log.ts";
import { startLoop } from "../kernel/process/loop.ts";
import { createMetrics } from "../kernel/process/metrics.ts";
import { createReadiness } from "../kernel/process/readiness.ts";
import { bindStoreToChain } from "../kernel/store/chainBinding.ts";
import { openStore } from "../kernel/store/store.ts";
import { createSender } from "../kernel/tx/sender.ts";
import { runAudits } from "./audit.ts";
import type { ChallengerConfig } from "./config.ts";
import { saveEvidence } from "./evidence.ts";
import { createKnownWorks } from "./knownWorks.ts";
import { createChallengerMetrics } from "./metrics.ts";
import { planAudits } from "./policy.ts";
import { readProgress, saveRound } from "./progress.ts";
import { followRegistries, readView } from "./registryLogs.ts";
import { slashAbi, slashLiars } from "./slash.ts";
import { type ChallengerTables, challengerMigrations } from "./tables.ts";

export type RunningChallenger = RunningRole & { url: string };

/** Starts a challenger: resolves once its loops run. Throws a UserError when only its operator can help. */
export async function startChallenger(config: ChallengerConfig): Promise<RunningChallenger> {
  const log = createLogger("challenger", config.logLevel);
  const account = loadAccount(config, log);
  const chain = await connectChain({ rpcUrl: config.rpcUrl, deploymentPath: config.deployment });

  // what is under way is stopped in reverse order, also when a later part of the start fails
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const stopOne of stops.splice(0).reverse()) await stopOne();
  };
  try {
    const path = join(config.dataDir, "challenger.sqlite");
    const store = await openStore<ChallengerTables>(path, challengerMigrations);
    stops.push(() => store.close());
    await bindStoreToChain(store, chain);
    const registry = createMetrics("challenger");
    const metrics = createChallengerMetrics(registry);
    const readiness = createReadiness();
    const { publicClient } = chain;
    const sender = createSender({ publicClient, account, store, log, abi: slashAbi, metrics: registry });
    const court = { chainId: chain.chainId, contentCourt: chain.deployment.contracts.ContentCourt };
    const works = createKnownWorks(chain, log);
    const registries = followRegistries(chain, store, config.finalityBlocks);

    const server = await createHttpServer({ ...config, routes: [], metrics: registry, readiness, log });
    stops.push(() => server.close());

    const slashing = startLoop({
      name: "slash",
      everyMs: config.pollMs,
      readiness,
      log,
      tick: (signal) => slashLiars({ chain, store, sender, metrics, log }, signal),
    });
    stops.push(async () => {
      const stopped = slashing.stop();
      // so that the tick under way does not wait for its transaction
      await sender.stop();
      await stopped;
    });

    const auditing = startLoop({
      name: "audit",
      everyMs: config.roundMs,
      readiness,
      log,
      async tick(signal) {
        await registries.poll(signal);
        const view = await readView(store);
        const { seed, round } = await readProgress(store);
        metrics.round.set(round);
        const onEvidence = async (evidence: Parameters<typeof saveEvidence>[1]) => {
          await saveEvidence(store, evidence);
          slashing.wake();
        };
        const { edges } = view;
        const { timeoutMs } = config;
        const options = { edges, works, court, timeoutMs, metrics, log, onEvidence };
        await runAudits(planAudits(view, round, seed), options, signal);
        await saveRound(store, round + 1);
      },
    });
    stops.push(() => auditing.stop());
    log.info({ url: server.url, account: account.address }, "auditing");
    return { url: server.url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
