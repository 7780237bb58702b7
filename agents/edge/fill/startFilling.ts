// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, isAddressEqual } from "viem";
import { type ChainConnection, DEVELOPMENT_CHAIN_ID } from "../../kernel/chain/chain.ts";
import { createOutgoing, type Outgoing } from "../../kernel/http/outgoing.ts";
import type { Route } from "../../kernel/http/route.ts";
import type { Node } from "../../kernel/node.ts";
import { systemClock } from "../../kernel/process/clock.ts";
import type { Logger } from "../../kernel/process/log.ts";
import { getEdges } from "../../sdk/content/getEdges.ts";
import type { ChunkStore } from "../chunkStore.ts";
import type { EdgeConfig } from "../config.ts";
import type { Hashing } from "../hashing.ts";
import type { EdgeMetrics } from "../metrics.ts";
import { edgeRoutes } from "../routes.ts";
import type { OwnedContent, Works } from "../works.ts";
import { createFiller, type Filler } from "./filler.ts";
import { fillingRoutes, heldChunks, withEveryIndex } from "./fillingRoutes.ts";
import { fillingWorks } from "./fillingWorks.ts";
import { createFillMetrics } from "./fillMetrics.ts";
import { createHoldings } from "./holdings.ts";
import { createKeeper } from "./keeper.ts";
import { createScrubber, dueChunks } from "./scrub.ts";
import { createSources } from "./sources.ts";

/** Between two looks at how many chunks are due to be scrubbed. */
const SCRUB_EVERY_MS = 10_000;

type EdgeNode = Pick<Node<never, never>, "metrics" | "loop" | "endsWith">;

export type Filling = {
  /** Undefined where the settings say that the edge has what it was sent alone. */
  filler: Filler | undefined;
  /** Works as the filler brings them. */
  works: Pick<Works, "get">;
  /** The edge's routes, which fill for viewers. */
  routes(options: Parameters<typeof edgeRoutes>[0]): Route[];
  /** Works as sources have them, those that viewers may not ask for included; undefined like the filler. */
  anyWorks: Pick<Works, "get"> | undefined;
  /** Reads the registry's edges anew. */
  readEdges(): Promise<void>;
  /** The URLs of the registry's other edges, by their addresses in small letters. */
  endpoints(): ReadonlyMap<Address, string>;
  /** Resolves when nothing that was filled waits for the disk. */
  idle(): Promise<void>;
  outgoing: Outgoing;
};

/** Starts what fills an edge from other edges, mirrors and gateways, and what looks for rot on its disk. */
export async function startFilling(
  options: {
    node: EdgeNode;
    chain: ChainConnection<"OperatorRegistry">;
    address: Address;
    store: ChunkStore;
    hashing: Hashing;
    works: Works;
    metrics: EdgeMetrics;
    log: Logger;
    takes(content: OwnedContent): boolean;
  } & Pick<EdgeConfig, "fill" | "mirrors" | "ipfsGateways" | "privateNetwork" | "scrubPercent">,
): Promise<Filling> {
  const { node, chain, address, store, hashing, works, metrics: edgeMetrics, log, takes } = options;
  const metrics = createFillMetrics(node.metrics);
  const clock = systemClock;
  const { mirrors = [], ipfsGateways: gateways = [] } = options;
  const outgoing = createOutgoing({
    privateNetwork: options.privateNetwork || chain.chainId === DEVELOPMENT_CHAIN_ID,
  });
  node.endsWith(async () => outgoing.close());
  const sources = createSources({ mirrors, gateways, clock, metrics, log });
  const keeper = createKeeper({ store, hashing, works, edgeMetrics, metrics, log });
  const holdings = createHoldings({ outgoing, clock });
  const filler = options.fill
    ? createFiller({
        ...{ sources, holdings, outgoing, keeper },
        readChunk: ({ content }, index) => store.readChunk(content.contentId, index),
      })
    : undefined;

  const scrubber = createScrubber({ store, works, filler, edgeMetrics, metrics, log });
  let lookedMs = clock.nowMs();
  let carried = 0;
  node.loop({
    name: "scrub",
    everyMs: SCRUB_EVERY_MS,
    async tick(signal) {
      const nowMs = clock.nowMs();
      const due = dueChunks(store.count(), options.scrubPercent, nowMs - lookedMs, carried);
      lookedMs = nowMs;
      carried = due.carried;
      await scrubber.scrub(due.count, signal);
    },
  });

  let endpoints: ReadonlyMap<Address, string> = new Map();
  async function readEdges(): Promise<void> {
    const { OperatorRegistry: operatorRegistry } = chain.deployment.contracts;
    const edges = await getEdges(chain.publicClient, { operatorRegistry });
    const others = edges.filter(({ operator }) => !isAddressEqual(operator, address));
    sources.setEdges(others.map(({ endpoint }) => endpoint));
    endpoints = new Map(
      others.map(({ operator, endpoint }) => [operator.toLowerCase() as Address, endpoint]),
    );
  }
  // before the first viewer asks
  await readEdges();
  const found = filler ? fillingWorks({ works, filler, takes, clock }) : works;

  return {
    filler,
    anyWorks: filler && fillingWorks({ works, filler, takes: () => true, clock }),
    works: found,
    readEdges,
    endpoints: () => endpoints,
    idle: keeper.idle,
    outgoing,
    routes(own) {
      if (!filler) return edgeRoutes(own);
      return fillingRoutes(
        edgeRoutes({ ...own, works: { ...own.works, ...found }, store: withEveryIndex(own.store) }),
        edgeRoutes({ ...own, chunks: heldChunks(own.chunks, own.store) }),
      );
    },
  };
}
