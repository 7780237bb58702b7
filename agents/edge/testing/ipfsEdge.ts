// SPDX-License-Identifier: GPL-3.0-or-later

import { privateKeyToAccount } from "viem/accounts";
import { createHttpServer } from "../../kernel/http/server.ts";
import { createLogger } from "../../kernel/process/log.ts";
import { createMetrics } from "../../kernel/process/metrics.ts";
import { createReadiness } from "../../kernel/process/readiness.ts";
import type { Scope } from "../../localnet/scope.ts";
import { encodeLeafList } from "../../sdk/content/leafList.ts";
import type { ChunkStore } from "../chunkStore.ts";
import { createBlockIndex } from "../ipfs/blockIndex.ts";
import { ipfsRoutes } from "../ipfs/ipfsRoutes.ts";
import { createEdgeMetrics } from "../metrics.ts";
import { createServedChunks } from "../servedChunks.ts";
import { type Sample, workOf } from "./fillingEdge.ts";

const KEY = `0x${"11".repeat(32)}` as const;
const COURT = { chainId: 31_337, contentCourt: `0x${"22".repeat(20)}` } as const;

/** The gateway of an edge over a work in memory, without a chain. */
export async function startIpfsEdge(
  t: Scope,
  sample: Sample & { chunks: readonly Uint8Array[] },
  cacheBytes = 64_000_000,
) {
  const work = workOf(sample);
  const { contentId } = work.content;
  const onDisk = new Map<number, Uint8Array>(sample.chunks.entries());
  const store = {
    contentIds: () => [contentId],
    indicesOf: () => new Set(onDisk.keys()),
    readLeafList: async () => Buffer.from(encodeLeafList(sample.tree.leaves)),
    async readChunk(_: unknown, index: number) {
      const bytes = onDisk.get(index);
      return bytes && Buffer.from(bytes);
    },
  } as Partial<ChunkStore> as ChunkStore;
  const index = createBlockIndex({ store, works: { get: async () => work } });
  await index.refresh();
  const nodeMetrics = createMetrics("edge");
  const metrics = createEdgeMetrics(nodeMetrics);
  const log = createLogger("test", "silent");
  const chunks = createServedChunks({
    ...{
      store,
      account: privateKeyToAccount(KEY),
      court: COURT,
      cacheBytes,
      faultChunk: undefined,
      metrics,
      log,
    },
  });
  const server = await createHttpServer({
    ...{ host: "127.0.0.1", port: 0, routes: [], metrics: nodeMetrics, readiness: createReadiness(), log },
    pages: ipfsRoutes({ index, store, chunks, onServed() {} }),
  });
  t.onTestFinished(() => server.close());
  return { url: server.url, onDisk, work };
}
