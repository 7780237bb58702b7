// SPDX-License-Identifier: GPL-3.0-or-later

import { readdirSync, rmSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { encodeFunctionData } from "viem";
import { z } from "zod";
import { type ChainConnection, finalUnder } from "../../kernel/chain/chain.ts";
import { headOf } from "../../kernel/chain/head.ts";
import { HttpError } from "../../kernel/http/problem.ts";
import { defineRoute, type Route } from "../../kernel/http/route.ts";
import { makeDirectory } from "../../kernel/process/directory.ts";
import type { Logger } from "../../kernel/process/log.ts";
import type { Sender } from "../../kernel/tx/sender.ts";
import { placementAbi } from "../../sdk/abis.generated.ts";
import { epochOf } from "../../sdk/content/holding.ts";
import { getPlanOf } from "../../sdk/placement/actions.ts";
import { getPlan } from "../../sdk/placement/getPlan.ts";
import { planRoot } from "../../sdk/placement/plan.ts";

/** Plans that are kept on disk: whoever judges one asks within the next epochs. */
const KEPT_EPOCHS = 24n;

/**
 * Publishes the plan of each epoch by its root, once a block of the epoch is final, and keeps what it published for whoever asks. The plan
 * is on disk before its root is on chain, and is computed at one block, which the root names: on another chain it is void.
 */
export function createPublishPlan(options: {
  chain: ChainConnection<"Placement" | "ContentRegistry">;
  sender: Pick<Sender, "address" | "send">;
  directory: string;
  finalityBlocks: number;
  log: Logger;
}) {
  const { chain, sender, directory, finalityBlocks, log } = options;
  const { publicClient, deployment } = chain;
  const { Placement: placement, ContentRegistry: contentRegistry } = deployment.contracts;
  const pathOf = (epoch: bigint) => join(directory, `${epoch}.json`);
  let doneEpoch: bigint | undefined;
  makeDirectory(directory);

  async function publish(epoch: bigint, blockNumber: bigint): Promise<void> {
    const plan = await getPlan(publicClient, { placement, contentRegistry, epoch, blockNumber });
    if (plan.works.length === 0) return;
    const works = plan.works.map(({ contentId, owners }) => ({ contentId, owners }));
    await writeFile(`${pathOf(epoch)}.new`, JSON.stringify({ works }));
    await rename(`${pathOf(epoch)}.new`, pathOf(epoch));
    const args = [epoch, planRoot(works), blockNumber, plan.blockHash] as const;
    const data = encodeFunctionData({ abi: placementAbi, functionName: "publishPlan", args });
    await sender.send({ to: placement, data, label: "publish the plan" });
    log.info({ epoch: Number(epoch), works: works.length }, "plan published");
    for (const name of readdirSync(directory))
      if (BigInt(name.split(".")[0]!) < epoch - KEPT_EPOCHS) rmSync(join(directory, name));
  }

  return {
    async tick(): Promise<void> {
      const head = await headOf(publicClient).look();
      const epoch = epochOf(head.timestamp);
      if (epoch === doneEpoch) return;
      // no block knows its own hash, and the plan's inputs are those before a block of its epoch
      const blockNumber = finalUnder(head.number, Math.max(finalityBlocks, 1));
      const { timestamp } = await publicClient.getBlock({ blockNumber });
      if (epochOf(timestamp) !== epoch) return;
      const stands = await getPlanOf(publicClient, { placement, epoch, edge: sender.address });
      if (BigInt(stands) === 0n) await publish(epoch, blockNumber);
      doneEpoch = epoch;
    },
    route: defineRoute({
      method: "GET",
      path: "/plan/:epoch",
      params: z.object({ epoch: z.string().regex(/^(0|[1-9][0-9]{0,14})$/) }),
      cors: "*",
      summary: "A plan that the edge published",
      answers: {
        200: {
          description: "Every work, and its owners, the best first",
          body: z.object({
            works: z.array(z.object({ contentId: z.string(), owners: z.array(z.string()) })),
          }),
        },
      },
      async handle({ params }) {
        const text = await readFile(pathOf(BigInt(params.epoch)), "utf8").catch(() => undefined);
        if (text) return { status: 200, body: JSON.parse(text) };
        throw new HttpError(404, "no_plan", "This edge published no plan of the epoch, or keeps it no more.");
      },
    }) satisfies Route,
  };
}
