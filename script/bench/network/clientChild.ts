// SPDX-License-Identifier: GPL-3.0-or-later
// The client that network.ts measures, in a process of its own, so that its time and memory are the client's alone: it keeps no chunk.
// Answers "car", "raw" or "floor" with what one fetch of the whole file took.
import { get } from "node:http";
import { zeroAddress, zeroHash } from "viem";
import { askForChunks, rawBlocks } from "../../../agents/edge/fill/askSource.ts";
import { newSource } from "../../../agents/edge/fill/rankSources.ts";
import { buildHeldTree, leafAt } from "../../../agents/edge/heldTree.ts";
import { holdsBytesOf } from "../../../agents/edge/isChunkOf.ts";
import { createOutgoing } from "../../../agents/kernel/http/outgoing.ts";
import { MOST_FRAMES } from "../../../agents/sdk/content/chunkFrames.ts";
import { formatCid } from "../../../agents/sdk/content/cid.ts";
import { fileTree } from "../../../agents/sdk/content/unixfs.ts";
import { medianOf } from "../median.ts";
import type { Served } from "./serverChild.ts";

export type Fetched = { bytes: number; wallSec: number; cpuSec: number };

const outgoing = createOutgoing({ privateNetwork: true });

async function prepare({ gateway, floor, content, leafList, firstChunk, lastChunk }: Served) {
  const tree = buildHeldTree(leafList)!;
  const work = { content: { ...content, publisher: zeroAddress, payee: zeroHash }, tree };
  const leaves = Array.from({ length: lastChunk - firstChunk + 1 }, (_, at) => leafAt(tree, firstChunk + at));
  const root = await fileTree(leaves.map(({ chunkHash, length }) => ({ hash: chunkHash, size: length })));
  const file = { name: "4K", root, cid: formatCid(root.cid), byteCount: root.size, firstChunk };
  const places = {
    fileAt: async () => ({ file, last: lastChunk }),
    bodyAt: async (_: unknown, index: number) => ({ first: index, last: index }),
  };
  const source = { kind: "gateway" as const, endpoint: gateway, stats: newSource("gateway") };

  async function verified(chunks: AsyncIterable<{ index: number; bytes: Uint8Array }>): Promise<number> {
    let bytes = 0;
    for await (const chunk of chunks) {
      if (!(await holdsBytesOf(leafAt(tree, chunk.index), chunk.bytes))) throw new Error("a wrong chunk");
      bytes += chunk.bytes.length;
    }
    return bytes;
  }

  return {
    async car() {
      let bytes = 0;
      for (let first = firstChunk; first <= lastChunk; first += MOST_FRAMES) {
        const last = Math.min(lastChunk, first + MOST_FRAMES - 1);
        bytes += await verified(askForChunks(source, work, { first, last }, { outgoing, places }));
      }
      return bytes;
    },
    raw: () => verified(rawBlocks(outgoing, gateway, leaves)),
    floor: () =>
      new Promise<number>((resolve, reject) => {
        get(floor, (response) => {
          let bytes = 0;
          response.on("data", (part: Buffer) => {
            bytes += part.length;
          });
          response.on("end", () => resolve(bytes));
        }).on("error", reject);
      }),
  };
}

let ways: Awaited<ReturnType<typeof prepare>> | undefined;
process.on("message", async (message: Served | { way: "car" | "raw" | "floor"; rounds: number }) => {
  if (!("way" in message)) {
    ways = await prepare(message);
    return void process.send?.("ready");
  }
  const done: Fetched[] = [];
  for (let round = 0; round <= message.rounds; round++) {
    const [began, before] = [performance.now(), process.cpuUsage()];
    const bytes = await ways![message.way]();
    const { user, system } = process.cpuUsage(before);
    // the first round only warms up
    if (round > 0)
      done.push({ bytes, wallSec: (performance.now() - began) / 1_000, cpuSec: (user + system) / 1e6 });
  }
  const median = (of: (one: Fetched) => number) => medianOf(done.map(of));
  process.send?.({
    bytes: done[0]!.bytes,
    wallSec: median((r) => r.wallSec),
    cpuSec: median((r) => r.cpuSec),
  });
});
process.on("disconnect", () => process.exit());
