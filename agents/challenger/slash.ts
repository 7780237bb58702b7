// SPDX-License-Identifier: GPL-3.0-or-later
import { encodeFunctionData } from "viem";
import type { ChainConnection } from "../kernel/chain/chain.ts";
import { RevertError } from "../kernel/chain/revert.ts";
import type { Logger } from "../kernel/process/log.ts";
import type { Store } from "../kernel/store/store.ts";
import type { Sender } from "../kernel/tx/sender.ts";
import { contentCourtAbi, operatorRegistryAbi } from "../sdk/abis.generated.ts";
import { evidenceByOperator, rejectEvidence } from "./evidence.ts";
import type { ChallengerMetrics } from "./metrics.ts";
import { type Evidence, shouldSlash } from "./policy.ts";
import type { ChallengerTables } from "./tables.ts";

/** The custom errors of a slashing. */
export const slashAbi = [...contentCourtAbi, ...operatorRegistryAbi] as const;

export type SlashOptions = {
  chain: ChainConnection<"OperatorRegistry" | "ContentCourt">;
  store: Store<ChallengerTables>;
  sender: Sender;
  metrics: ChallengerMetrics;
  log: Logger;
};

/**
 * Slashes every operator with evidence against it and a bond. The chain alone says whether the bond is gone, so after a
 * crash or a reorg no slashing happens twice, and none is left out.
 */
export async function slashLiars(options: SlashOptions, signal: AbortSignal): Promise<void> {
  const { chain, store, sender } = options;
  await sender.recover();
  for (const [operator, evidence] of await evidenceByOperator(store)) {
    signal.throwIfAborted();
    const stands = await chain.publicClient.readContract({
      address: chain.deployment.contracts.OperatorRegistry,
      abi: operatorRegistryAbi,
      functionName: "operatorOf",
      args: [operator],
    });
    if (shouldSlash(stands)) await slash(evidence, options);
  }
}

async function slash(
  evidence: Evidence,
  { chain, store, sender, metrics, log }: SlashOptions,
): Promise<void> {
  const { operator, receipt, signature, proof } = evidence;
  const data =
    proof === "0x"
      ? encodeFunctionData({
          abi: contentCourtAbi,
          functionName: "slashUncommittedChunk",
          args: [receipt, signature],
        })
      : encodeFunctionData({
          abi: contentCourtAbi,
          functionName: "slashWrongChunk",
          args: [receipt, signature, proof],
        });
  const to = chain.deployment.contracts.ContentCourt;
  try {
    const { transactionHash } = await sender.send({ to, data, label: "slash a wrong chunk" });
    metrics.slashes.inc();
    log.info({ edge: operator, contentId: receipt.contentId, tx: transactionHash }, "edge slashed");
  } catch (error) {
    if (!(error instanceof RevertError)) throw error;
    // another challenger was faster, as the next look at the chain will show
    if (error.errorName === "ContentCourt_NotAnEdge") return;
    await rejectEvidence(store, evidence, error.message);
    log.warn({ edge: operator, err: error }, "evidence rejected by the court");
  }
}
