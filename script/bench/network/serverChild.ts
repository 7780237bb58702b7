// SPDX-License-Identifier: GPL-3.0-or-later
// The servers that network.ts measures, in a process of their own: an edge's gateway and an edge over one work in memory, an edge over a
// store on disk with the smallest cache, and the floor, node:http that sends the same bytes.
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openChunkStore } from "../../../agents/edge/chunkStore.ts";
import { startIpfsEdge } from "../../../agents/edge/testing/ipfsEdge.ts";
import { startMemoryEdge } from "../../../agents/edge/testing/memoryEdge.ts";
import { encodeLeafList } from "../../../agents/sdk/content/leafList.ts";
import { concatBytes } from "../../../agents/sdk/content/merkle.ts";
import { sampleRenditions } from "../../../agents/sdk/content/testing/sampleRenditions.ts";
import { newFragments } from "./bytes.ts";

/** What the client has to know. */
export type Served = {
  gateway: string;
  edge: string;
  onDisk: string;
  floor: string;
  content: Awaited<ReturnType<typeof sampleRenditions>>["content"];
  leafList: Uint8Array;
  /** The file's chunks. */
  firstChunk: number;
  lastChunk: number;
};

const plaintexts = newFragments();
const sample = await sampleRenditions([{ name: "4K", plaintexts }]);
const spans = sample.layout.spans[0]!;
const scope = { onTestFinished() {} };
const gateway = await startIpfsEdge(scope, sample, 100_000_000);
const edge = await startMemoryEdge(sample, { cacheBytes: 100_000_000 });

const directory = mkdtempSync(join(tmpdir(), "tributary-bench-"));
const store = await openChunkStore(directory, { reserveBytes: 0 });
const { contentId } = sample.content;
for (const [index, chunk] of sample.chunks.entries()) await store.writeChunk(contentId, index, chunk);
const onDisk = await startMemoryEdge(sample, { cacheBytes: 16_000_000, store });

const film = Buffer.from(concatBytes(plaintexts));
const floor = createServer((_, response) => void response.end(film)).listen(0, "127.0.0.1");
await once(floor, "listening");

process.on("message", () => process.send?.(process.cpuUsage()));
process.on("disconnect", () => {
  rmSync(directory, { recursive: true });
  process.exit();
});
process.send?.({
  ...{ gateway: gateway.url, edge: edge.url, onDisk: onDisk.url, content: sample.content },
  floor: `http://127.0.0.1:${(floor.address() as AddressInfo).port}/`,
  leafList: encodeLeafList(sample.tree.leaves),
  firstChunk: spans[0]!.firstChunk,
  lastChunk: spans.at(-1)!.firstChunk + spans.at(-1)!.chunkCount - 1,
} satisfies Served);
