// SPDX-License-Identifier: GPL-3.0-or-later
import { builtCircuit } from "../../circuits/builtCircuit.ts";
import { startNode } from "../kernel/node.ts";
import { systemClock } from "../kernel/process/clock.ts";
import { splitRollupAbi } from "../sdk/abis.generated.ts";
import { createRollupReader } from "../splits/rollupReader.ts";
import { type ProverConfig, rulesOf } from "./config.ts";
import { openLedger } from "./ledger.ts";
import { ledgerMigrations } from "./ledgerTables.ts";
import { createLook } from "./look.ts";
import { proverMetrics } from "./metrics.ts";
import { createProvingWorker } from "./provingWorker.ts";
import { proverRoutes } from "./routes.ts";
import { createSteps } from "./steps.ts";
import { createWork } from "./work.ts";

/** A proof, or a transaction at a low fee, keeps its loop busy for long. */
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
    const { feeWei, ...limits } = await reader.limits();
    const constants = { ...limits, feeWei, streamPerEther: BigInt(config.streamPerEther) };
    const ledger = openLedger({ publicClient, store, rollup, startBlock: deployment.startBlock });
    const { maxFeePerGasWei, pollMs: everyMs } = config;
    const sender = node.sender({ abi: splitRollupAbi, maxFeePerGasWei });
    const worker = createProvingWorker();
    node.endsWith(worker.stop);
    const told = { metrics: proverMetrics(node.metrics), log };
    const steps = createSteps({ ...told, chainId, rollup, reader, ledger, worker, sender });
    const look = createLook({ publicClient, ledger, self: sender.address, nowMs: systemClock.nowMs });
    const headBlock = () => publicClient.getBlockNumber({ cacheTime: 0 });
    const held = { ledger, reader, steps, sender, look, headBlock };
    const check = node.readiness.check("batches");
    const work = createWork({ ...told, ...held, check, constants, rules: rulesOf(config, chainId) });

    const { url } = await node.serve({ routes: proverRoutes({ chainId, rollup, ledger }) });
    const looking = node.loop({ name: "chain", everyMs, tick: work.look });
    // a loop for each kind of work: none waits for another's
    const lane = (name: string, step: () => Promise<boolean>, wake: () => void) =>
      node.loop({
        name,
        everyMs,
        staleAfterMs: STALE_AFTER_MS,
        async tick(signal) {
          while (!signal.aborted && (await step())) wake();
        },
      });
    const settling = lane("settlements", work.settle, () => looking.wake());
    lane("seals", work.seal, () => looking.wake());
    lane("proofs", work.prove, () => settling.wake());
    return { url };
  });
}
