// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, encodeFunctionData } from "viem";
import { RevertError } from "../kernel/chain/revert.ts";
import { UserError } from "../kernel/process/errors.ts";
import type { Logger } from "../kernel/process/log.ts";
import type { Sender } from "../kernel/tx/sender.ts";
import { splitRollupAbi } from "../sdk/abis.generated.ts";
import { batchHash, decodeBatch } from "../splits/batch.ts";
import { challenge } from "../splits/challenge.ts";
import type { RollupReader } from "../splits/rollupReader.ts";
import type { Ledger } from "./ledger.ts";
import type { ProverMetrics } from "./metrics.ts";
import type { ProvingWorker } from "./provingWorker.ts";

export type StepsOptions = {
  chainId: number;
  rollup: Address;
  reader: RollupReader;
  ledger: Ledger;
  worker: ProvingWorker;
  sender: Sender;
  metrics: ProverMetrics;
  log: Logger;
};

export type Steps = ReturnType<typeof createSteps>;

/** The prover's two moves. Each resolves to the block that mined it; undefined when the step was already made or is too early. */
export function createSteps({ chainId, rollup, reader, ledger, worker, sender, metrics, log }: StepsOptions) {
  async function seal(segment: bigint): Promise<bigint | undefined> {
    const { sealedBatches: batch } = await reader.queueOf(segment);
    const data = encodeFunctionData({ abi: splitRollupAbi, functionName: "seal", args: [segment] });
    try {
      const receipt = await sender.send({ to: rollup, data, label: "seal batch" });
      metrics.sealed.inc();
      log.info({ segment, batch, tx: receipt.transactionHash }, "batch sealed");
      return receipt.blockNumber;
    } catch (error) {
      if (!(error instanceof RevertError)) throw error;
      // the node may be a block behind the local clock
      if (error.errorName === "SplitRollup_BatchTooYoung") return undefined;
      if ((await reader.queueOf(segment)).sealedBatches === batch) throw error;
      log.info({ segment, batch }, "batch sealed by another prover");
      return undefined;
    }
  }

  /** @param readTo The last block that the ledger has read; the contract is read at this block too. */
  async function prove(segment: bigint, batch: bigint, readTo: bigint): Promise<bigint | undefined> {
    const links = await ledger.batch(segment, batch);
    const before = await ledger.treeAfter(segment, batch);
    const hash = batchHash(links);
    requireSame(
      `batch ${batch} of segment ${segment}`,
      hash,
      await reader.sealedHash(segment, batch, readTo),
    );
    requireSame(
      `the root of segment ${segment}`,
      before.root,
      await reader.rootAfter(segment, batch, readTo),
    );

    const after = before.clone();
    after.credit(decodeBatch(links));
    const beneficiary = sender.address;
    const [oldRoot, newRoot] = [before.root, after.root];
    const x = challenge({
      chainId: BigInt(chainId),
      rollup,
      segment,
      batch,
      beneficiary,
      oldRoot,
      newRoot,
      batchHash: hash,
    });
    const { a, b, c } = await timed(() =>
      worker.settle({ challenge: x, before: before.leaves, after: after.leaves }),
    );

    if (await isSettled(segment, batch)) return undefined;
    const data = encodeFunctionData({
      abi: splitRollupAbi,
      functionName: "settle",
      args: [segment, links, newRoot, beneficiary, { a, b, c }],
    });
    try {
      const receipt = await sender.send({ to: rollup, data, label: "settle batch" });
      metrics.settled.inc();
      log.info({ segment, batch, gas: receipt.gasUsed, tx: receipt.transactionHash }, "batch settled");
      return receipt.blockNumber;
    } catch (error) {
      if (error instanceof RevertError && (await isSettled(segment, batch))) return undefined;
      throw error;
    }
  }

  async function isSettled(segment: bigint, batch: bigint): Promise<boolean> {
    const settled = (await reader.queueOf(segment)).settledBatches > batch;
    if (settled) log.info({ segment, batch }, "batch settled by another prover");
    return settled;
  }

  async function timed<Result>(work: () => Promise<Result>): Promise<Result> {
    const stopTimer = metrics.seconds.startTimer();
    metrics.proving.set(1);
    try {
      const result = await work();
      stopTimer();
      return result;
    } finally {
      metrics.proving.set(0);
    }
  }

  return { seal, prove };
}

function requireSame<Value extends bigint | string>(what: string, ours: Value, chains: Value): void {
  if (ours === chains) return;
  throw new UserError(
    `The logs do not add up: ${what} is ${ours} by the logs, but ${chains} by the contract. Nothing is proved.`,
    "The RPC lies, or the data directory is damaged. Use another RPC, or delete the directory: the prover reads it anew from the chain.",
  );
}
