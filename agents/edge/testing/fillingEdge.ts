// SPDX-License-Identifier: GPL-3.0-or-later
import { join } from "node:path";
import { zeroAddress, zeroHash } from "viem";
import { createOutgoing } from "../../kernel/http/outgoing.ts";
import { createLogger } from "../../kernel/process/log.ts";
import { createMetrics } from "../../kernel/process/metrics.ts";
import { manualClock } from "../../kernel/testing/manualClock.ts";
import { scratchDir } from "../../kernel/testing/scratch.ts";
import type { Scope } from "../../localnet/scope.ts";
import { encodeLeafList } from "../../sdk/content/leafList.ts";
import type { sampleWork } from "../../sdk/content/testing/sampleWork.ts";
import { openChunkStore } from "../chunkStore.ts";
import { createFiller } from "../fill/filler.ts";
import { createFillMetrics } from "../fill/fillMetrics.ts";
import { createHoldings } from "../fill/holdings.ts";
import { createKeeper } from "../fill/keeper.ts";
import { createSources } from "../fill/sources.ts";
import { createHashing } from "../hashing.ts";
import { buildHeldTree } from "../heldTree.ts";
import { createEdgeMetrics } from "../metrics.ts";
import type { Work } from "../works.ts";

export type Sample = Pick<Awaited<ReturnType<typeof sampleWork>>, "content" | "tree">;

/** The work as an edge has it that took its leaf list. */
export const workOf = ({ content, tree }: Sample): Work => ({
  content: { ...content, publisher: zeroAddress, payee: zeroHash },
  tree: buildHeldTree(encodeLeafList(tree.leaves))!,
});

/** The part of an edge that fills, over an empty disk and without a chain. The clock of demotions stands still. */
export async function fillingEdge(
  t: Scope,
  sample: Sample,
  from: { edges?: string[]; mirrors?: string[]; gateways?: string[] },
  { reserveBytes = 0 } = {},
) {
  const work = workOf(sample);
  const directory = join(scratchDir(t), "content");
  const store = await openChunkStore(directory, { reserveBytes });
  const nodeMetrics = createMetrics("edge");
  const [edgeMetrics, metrics] = [createEdgeMetrics(nodeMetrics), createFillMetrics(nodeMetrics)];
  const log = createLogger("test", "silent");
  const clock = manualClock();
  const outgoing = createOutgoing({ privateNetwork: true });
  const hashing = createHashing();
  t.onTestFinished(() => outgoing.close());
  t.onTestFinished(() => hashing.stop());
  const { mirrors = [], gateways = [], edges = [] } = from;
  const sources = createSources({ mirrors, gateways, clock, metrics, log });
  sources.setEdges(edges);
  /** What the chain says now. */
  const chain = { work };
  const works = { get: async () => chain.work };
  const keeper = createKeeper({ store, hashing, works, edgeMetrics, metrics, log });
  const holdings = createHoldings({ outgoing, clock });
  const filler = createFiller({
    ...{ sources, holdings, outgoing, keeper },
    readChunk: (_, index) => store.readChunk(work.content.contentId, index),
  });
  const chunks = (first: number, last: number) =>
    Promise.all(Array.from({ length: last - first + 1 }, (_, at) => filler.chunk(work, first + at)));
  return {
    ...{ work, chain, works, filler, chunks, keeper, store, sources, clock, directory },
    ...{ edgeMetrics, metrics, log },
  };
}
