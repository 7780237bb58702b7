// SPDX-License-Identifier: GPL-3.0-or-later
import { randomBytes } from "node:crypto";
import { bytesToHex, type Hex, zeroAddress, zeroHash } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { createHttpServer, type HttpServerOptions } from "../../kernel/http/server.ts";
import { createLogger } from "../../kernel/process/log.ts";
import { createMetrics } from "../../kernel/process/metrics.ts";
import { createReadiness } from "../../kernel/process/readiness.ts";
import { encodeLeafList } from "../../sdk/content/leafList.ts";
import type { Edge } from "../../sdk/content/requestChunk.ts";
import type { sampleWork } from "../../sdk/content/testing/sampleWork.ts";
import type { ChunkStore } from "../chunkStore.ts";
import type { Hashing } from "../hashing.ts";
import { buildHeldTree } from "../heldTree.ts";
import { createEdgeMetrics } from "../metrics.ts";
import { edgeRoutes } from "../routes.ts";
import { createServedChunks } from "../servedChunks.ts";
import type { Work, Works } from "../works.ts";

const COURT = { chainId: 31_337, contentCourt: `0x${"22".repeat(20)}` } as const;

type Sample = Awaited<ReturnType<typeof sampleWork>>;

/** An edge's routes over works and a store in memory, without a chain. */
export async function startMemoryEdge(
  sample: Sample,
  options: { cacheBytes?: number; faultChunk?: number; store?: ChunkStore } & Pick<
    HttpServerOptions,
    "timeoutsMs"
  > = {},
) {
  const { cacheBytes = 16_000_000, faultChunk, timeoutsMs = {} } = options;
  const { content } = sample;
  const workOf = ({ content, tree }: Sample): Work => ({
    content: { ...content, publisher: zeroAddress, payee: zeroHash },
    tree: buildHeldTree(encodeLeafList(tree.leaves))!,
  });
  const held = new Map<Hex, Work>([[content.contentId, workOf(sample)]]);
  const onDisk = new Map<number, Uint8Array>(sample.chunks.entries());
  /** The indices of the chunks read from disk, in order. */
  const reads: number[] = [];
  const inMemory = {
    indicesOf: () => new Set(onDisk.keys()),
    async readChunk(_: Hex, index: number) {
      reads.push(index);
      const bytes = onDisk.get(index);
      return bytes && Buffer.from(bytes);
    },
    async removeChunk(_: Hex, index: number) {
      onDisk.delete(index);
    },
  } as Partial<ChunkStore> as ChunkStore;
  const { store = inMemory } = options;
  const works = { get: async (contentId: Hex) => held.get(contentId) } as Partial<Works> as Works;
  const key = bytesToHex(randomBytes(32));
  const account = privateKeyToAccount(key);
  /** The receipts signed, by their chunks. */
  let signed = 0;
  const signer = {
    ...account,
    signTypedData: (data: Parameters<typeof account.signTypedData>[0]) => {
      signed += 1;
      return account.signTypedData(data);
    },
  } as typeof account;
  // the routes that serve never hash a work
  const hashing = {} as Hashing;
  const log = createLogger("test", "silent");
  const nodeMetrics = createMetrics("edge");
  const metrics = createEdgeMetrics(nodeMetrics);
  const chunks = createServedChunks({
    store,
    account: signer,
    court: COURT,
    cacheBytes,
    faultChunk,
    metrics,
    log,
  });
  const server = await createHttpServer({
    host: "127.0.0.1",
    port: 0,
    routes: edgeRoutes({ works, store, hashing, chunks, metrics }),
    metrics: nodeMetrics,
    readiness: createReadiness(),
    log,
    timeoutsMs,
  });
  const edge: Edge = { operator: account.address, endpoint: server.url };
  return { ...sample, ...server, edge, court: COURT, held, workOf, onDisk, reads, signed: () => signed };
}
