// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex, LocalAccount } from "viem";
import { z } from "zod";
import { type ChainConnection, latestFinal } from "../kernel/chain/chain.ts";
import { headOf } from "../kernel/chain/head.ts";
import { HttpError } from "../kernel/http/problem.ts";
import { defineRoute, type Route } from "../kernel/http/route.ts";
import { contentRegistryAbi } from "../sdk/abis.generated.ts";
import { epochOf, type PieceCourt, signHolding } from "../sdk/content/holding.ts";
import type { ChunkStore } from "./chunkStore.ts";
import { contentId } from "./parameters.ts";
import { requireWork, type Works } from "./works.ts";

/** A promise is for this epoch and the next, so an edge that drops a work is free of it within two hours. */
const EPOCHS_AHEAD = 1n;

const held = {
  description: "The promise to keep the work, signed: what a demand for a piece on chain needs.",
  body: z.object({
    generation: z.int(),
    leafCount: z.int(),
    until: z.int().describe("The last epoch, of 3,600 s, in which the edge may be asked"),
    signature: z.string(),
  }),
};

/**
 * The route by which the edge promises to keep a work: one that has ended, at finality, and of which every chunk is stored. Of a work
 * that grows the edge may lack the newest checkpoint, and with it the path that an answer can need (CNT-4).
 */
export function holdingRoutes(options: {
  chain: ChainConnection<"ContentRegistry">;
  account: LocalAccount;
  court: PieceCourt;
  works: Works;
  store: Pick<ChunkStore, "indicesOf">;
  /** Whether the work is about to go: it is held until no promise binds the edge. */
  isDropped(contentId: Hex): boolean;
  /** Called before a promise is signed. */
  onPromise?(contentId: Hex): void;
  finalityBlocks: number;
}): Route[] {
  const { chain, account, court, works, store, isDropped, onPromise, finalityBlocks } = options;
  const { publicClient, deployment } = chain;

  /** What has ended ends no second time: a republished work has another root. */
  const ended = new Set<Hex>();

  async function hasEnded(id: Hex, root: Hex): Promise<boolean> {
    if (ended.has(root)) return true;
    const content = await publicClient.readContract({
      address: deployment.contracts.ContentRegistry,
      abi: contentRegistryAbi,
      functionName: "contentOf",
      args: [id],
      blockNumber: await latestFinal(publicClient, finalityBlocks),
    });
    if (content.live || content.root !== root) return false;
    ended.add(root);
    return true;
  }

  return [
    defineRoute({
      method: "GET",
      path: "/content/:contentId/holding",
      params: z.object({ contentId }),
      cors: "*",
      summary: "The promise to keep a work",
      answers: { 200: held },
      async handle({ params }) {
        const { content, tree } = await requireWork(works, params.contentId);
        const isWhole = store.indicesOf(content.contentId).size === tree.leafCount;
        const isPromised = isWhole && (await hasEnded(content.contentId, content.root));
        // last, and at once before the promise is counted: what is about to go may go in between
        if (!isPromised || isDropped(content.contentId)) {
          throw new HttpError(
            404,
            "not_promised",
            "This edge does not promise to keep the work: ask another edge.",
          );
        }
        onPromise?.(content.contentId);
        const { timestamp } = await headOf(publicClient).known();
        const { generation, leafCount } = content;
        const holding = {
          contentId: content.contentId,
          generation,
          leafCount,
          until: epochOf(timestamp) + EPOCHS_AHEAD,
        };
        const body = {
          generation,
          leafCount: Number(leafCount),
          until: Number(holding.until),
          signature: await signHolding(account, court, holding),
        };
        return { status: 200, body };
      },
    }),
  ];
}
