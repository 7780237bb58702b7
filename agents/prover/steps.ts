// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, encodeFunctionData, type Hex } from "viem";
import { RevertError } from "../kernel/chain/revert.ts";
import { UserError } from "../kernel/process/errors.ts";
import type { Logger } from "../kernel/process/log.ts";
import type { Sender } from "../kernel/tx/sender.ts";
import { splitRollupAbi } from "../sdk/abis.generated.ts";
import { batchHash, decodeBatch } from "../splits/batch.ts";
import { challenge } from "../splits/challenge.ts";
import type { Proof } from "../splits/proof.ts";
import type { RollupReader } from "../splits/rollupReader.ts";
import type { Ledger } from "./ledger.ts";
import type { ProverMetrics } from "./metrics.ts";
import type { ProvingWorker, SettleJob } from "./provingWorker.ts";
import type { BatchPlace } from "./turns.ts";

export type StepsOptions = {
  chainId: number;
  rollup: Address;
  reader: RollupReader;
  ledger: Ledger;
  worker: ProvingWorker;
  sender: Pick<Sender, "address" | "send">;
  metrics: ProverMetrics;
  log: Logger;
};

type Settlement = BatchPlace & { links: Hex; newRoot: bigint };
/** A settlement that only has to be proved. */
export type Prepared = Settlement & { job: SettleJob };
/** A settlement that only has to be sent, and the time that its proof took. */
export type ProvedBatch = Settlement & { proof: Proof; seconds: number };

export type Steps = ReturnType<typeof createSteps>;

/** The prover's moves. A seal or settlement resolves to the block that mined it; undefined when another was first, or it is too early. */
export function createSteps({ chainId, rollup, reader, ledger, worker, sender, metrics, log }: StepsOptions) {
  async function seal({ segment, batch }: BatchPlace): Promise<bigint | undefined> {
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
      if ((await reader.queueOf(segment)).sealedBatches <= batch) throw error;
      log.info({ segment, batch }, "batch sealed by another prover");
      return undefined;
    }
  }

  /**
   * Prepares the proof of a batch, which may stand behind others that are not settled yet: their credits are known too.
   * Undefined when the batch is settled. The ledger must not read on meanwhile. Throws a UserError when the logs do not
   * give the contract's root and hashes.
   */
  async function prepare(place: BatchPlace): Promise<Prepared | undefined> {
    const { segment, batch } = place;
    const settled = await ledger.settledBatches(segment);
    if (settled > batch) return undefined;
    const readTo = (await ledger.nextBlock()) - 1n;
    const { root } = await ledger.treeAfter(segment, settled);
    requireSame(`the root of segment ${segment}`, root, await reader.rootAfter(segment, settled, readTo));
    for (let number = settled; number <= batch; number++) {
      const hash = batchHash(await ledger.batch(segment, number));
      const chains = await reader.sealedHash(segment, number, readTo);
      requireSame(`batch ${number} of segment ${segment}`, hash, chains);
    }
    const links = await ledger.batch(segment, batch);
    const before = await ledger.treeAfter(segment, batch);
    const after = before.clone();
    after.credit(decodeBatch(links));
    const x = challenge({
      chainId: BigInt(chainId),
      rollup,
      segment,
      batch,
      beneficiary: sender.address,
      oldRoot: before.root,
      newRoot: after.root,
      batchHash: batchHash(links),
    });
    const job = { challenge: x, before: before.leaves, after: after.leaves };
    return { segment, batch, links, newRoot: after.root, job };
  }

  /** @param signal Ends the proof, and the child that makes it. */
  async function prove({ job, ...batch }: Prepared, signal: AbortSignal): Promise<ProvedBatch> {
    const stopTimer = metrics.seconds.startTimer();
    metrics.proving.set(1);
    try {
      const proof = await worker.settle(job, signal);
      const seconds = stopTimer();
      return { ...batch, proof, seconds };
    } finally {
      metrics.proving.set(0);
    }
  }

  async function settle({ segment, batch, links, newRoot, proof }: ProvedBatch): Promise<bigint | undefined> {
    const { a, b, c } = proof;
    const data = encodeFunctionData({
      abi: splitRollupAbi,
      functionName: "settle",
      args: [segment, links, newRoot, sender.address, { a, b, c }],
    });
    try {
      const receipt = await sender.send({ to: rollup, data, label: "settle batch" });
      metrics.settled.inc();
      log.info({ segment, batch, gas: receipt.gasUsed, tx: receipt.transactionHash }, "batch settled");
      return receipt.blockNumber;
    } catch (error) {
      const isSettled = async () => (await reader.queueOf(segment)).settledBatches > batch;
      if (!(error instanceof RevertError) || !(await isSettled())) throw error;
      log.info({ segment, batch }, "batch settled by another prover");
      return undefined;
    }
  }

  return { seal, prepare, prove, settle };
}

function requireSame<Value extends bigint | string>(what: string, ours: Value, chains: Value): void {
  if (ours === chains) return;
  throw new UserError(
    `The logs do not add up: ${what} is ${ours} by the logs, but ${chains} by the contract. Nothing is proved.`,
    "The RPC lies, or the data directory is damaged. Use another RPC, or delete the directory: the prover reads it anew from the chain.",
  );
}
