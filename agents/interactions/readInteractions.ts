// SPDX-License-Identifier: GPL-3.0-or-later
import type { ChainConnection } from "../kernel/chain/chain.ts";
import { getBond, getDemandTime, getMostDelay, getStatus, getWindow } from "../sdk/interactions/actions.ts";
import type { Terms } from "./monitorReport.ts";
import { type AssertionHistory, type History, readHistory } from "./readHistory.ts";
import { type Replay, replay } from "./replay.ts";
import { createSignerOf } from "./signerOf.ts";

/** All interactions at one block, and what execution says of them. */
export type Interactions = {
  history: History;
  replayed: Replay;
  terms: Terms;
  /** When a pending assertion was made, in seconds. */
  madeAtSec(assertion: AssertionHistory): number;
};

/** Reads everything at the newest block, and executes it anew. */
export async function readInteractions({
  publicClient,
  chainId,
  deployment,
}: Pick<
  ChainConnection<"InteractionInputs" | "InteractionRollup">,
  "publicClient" | "chainId" | "deployment"
>): Promise<Interactions> {
  const { number: blockNumber, timestamp } = await publicClient.getBlock();
  const { InteractionInputs: interactionInputs, InteractionRollup: interactionRollup } = deployment.contracts;
  const at = { interactionInputs, interactionRollup, blockNumber };
  const blocks = { fromBlock: deployment.startBlock, toBlock: blockNumber };
  const signerOf = createSignerOf({ chainId, interactionInputs });
  const [history, bondWei, windowSec, mostDelaySec, demandTimeSec] = await Promise.all([
    readHistory(publicClient, { ...blocks, interactionInputs, interactionRollup, signerOf }),
    getBond(publicClient, at),
    getWindow(publicClient, at),
    getMostDelay(publicClient, at),
    getDemandTime(publicClient, at),
  ]);
  const pending = history.assertions.filter(({ outcome }) => outcome === "pending");
  const statuses = await Promise.all(pending.map(({ id }) => getStatus(publicClient, { ...at, id })));
  const madeAt = new Map(pending.map(({ id }, i) => [id, statuses[i]!.since]));
  const nowSec = Number(timestamp);
  const replayed = replay(history, ({ isSigned, time }) => isSigned || nowSec >= time + 2 * demandTimeSec);
  const terms = { nowSec, bondWei, windowSec, mostDelaySec };
  return { history, replayed, terms, madeAtSec: ({ id }) => madeAt.get(id)! };
}
