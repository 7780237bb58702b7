// SPDX-License-Identifier: GPL-3.0-or-later
import { builtCircuit } from "../../circuits/builtCircuit.ts";
import { startNode } from "../kernel/node.ts";
import { systemClock } from "../kernel/process/clock.ts";
import { splitRollupAbi } from "../sdk/abis.generated.ts";
import { createRollupReader } from "../splits/rollupReader.ts";
import type { ProverConfig } from "./config.ts";
import { openLedger } from "./ledger.ts";
import { ledgerMigrations } from "./ledgerTables.ts";
import { proverMetrics } from "./metrics.ts";
import { createProvingWorker } from "./provingWorker.ts";
import { createSteps } from "./steps.ts";
import { createTick } from "./tick.ts";

/** A proof keeps the loop busy for long. */
const STALE_AFTER_MS = 600_000;
const contracts = ["SplitRollup"] as const;
const definition = { role: "prover", contracts, migrations: ledgerMigrations };

/** Starts the prover; see the README beside this file. */
export async function startProver(config: ProverConfig) {
  // missing proving keys fail the start before anything runs
  builtCircuit("settle");
  return startNode(definition, config, async ({ log, chain, store, ...node }) => {
    const { publicClient, chainId, deployment } = chain;
    const rollup = deployment.contracts.SplitRollup;
    const reader = createRollupReader(publicClient, rollup);
    const limits = await reader.limits();
    const ledger = openLedger({ publicClient, store, rollup, startBlock: deployment.startBlock });
    const sender = node.sender({ abi: splitRollupAbi });
    const worker = createProvingWorker();
    node.endsWith(worker.stop);
    const metrics = proverMetrics(node.metrics);
    const steps = createSteps({ chainId, rollup, reader, ledger, worker, sender, metrics, log });
    const { nowMs } = systemClock;
    const tick = createTick({ publicClient, reader, limits, ledger, sender, steps, nowMs });

    const { url } = await node.serve({ routes: [] });
    node.loop({ name: "chain", everyMs: config.pollMs, staleAfterMs: STALE_AFTER_MS, tick });
    return { url };
  });
}
