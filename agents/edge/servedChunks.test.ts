// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import type { LocalAccount } from "viem";
import { zeroAddress, zeroHash } from "viem";
import { test } from "vitest";
import { createLogger } from "../kernel/process/log.ts";
import { createMetrics } from "../kernel/process/metrics.ts";
import { encodeLeafList } from "../sdk/content/leafList.ts";
import { sampleWork } from "../sdk/content/testing/sampleWork.ts";
import type { ChunkStore } from "./chunkStore.ts";
import { buildHeldTree } from "./heldTree.ts";
import { createEdgeMetrics } from "./metrics.ts";
import { createServedChunks } from "./servedChunks.ts";
import type { Work } from "./works.ts";

const LENGTHS = [300, 300, 65_536];

async function workOf(seed: number) {
  const { content, tree, chunks } = await sampleWork(LENGTHS, seed);
  const work: Work = {
    content: { ...content, publisher: zeroAddress, payee: zeroHash },
    tree: buildHeldTree(encodeLeafList(tree.leaves))!,
  };
  return { work, chunks };
}

function setUp() {
  /** What the disk has under a chunk's number: of whatever work. */
  const onDisk = new Map<number, Uint8Array>();
  const store = {
    readChunk: async (_: unknown, index: number) => onDisk.get(index) && Buffer.from(onDisk.get(index)!),
    removeChunk: async (_: unknown, index: number) => void onDisk.delete(index),
  } as Partial<ChunkStore> as ChunkStore;
  const served = createServedChunks({
    ...{ store, account: {} as LocalAccount, cacheBytes: 1_000_000, faultChunk: undefined },
    court: { chainId: 31_337, contentCourt: `0x${"22".repeat(20)}` },
    metrics: createEdgeMetrics(createMetrics("edge")),
    log: createLogger("test", "silent"),
  });
  const take = async (work: Work, index: number) => {
    const { chunks, release } = await served.take(work, index, index);
    release();
    return new Uint8Array(chunks[0]!.bytes);
  };
  return { onDisk, take };
}

const notHeld = { name: "HttpError", code: "chunk_not_held" };

test("A1: nothing but the committed chunk enters the memory: no other chunk, error page, cut or lengthened body", async () => {
  const { work, chunks } = await workOf(0);
  const chunk = chunks[0]!;
  const others: [string, Uint8Array][] = [
    ["a bit flipped", chunk.with(299, chunk[299]! ^ 1)],
    ["another chunk of its length", chunks[1]!],
    ["an error page of its length", new TextEncoder().encode("502 Bad Gateway".padEnd(300))],
    ["cut short", chunk.slice(0, -1)],
    ["nothing", new Uint8Array()],
    ["lengthened", Uint8Array.of(...chunk, 0)],
  ];
  for (const [what, bytes] of others) {
    const { onDisk, take } = setUp();
    onDisk.set(0, bytes);
    await assert.rejects(take(work, 0), notHeld, what);
    // dropped, so that it is sent again; and the failure is not remembered
    assert.equal(onDisk.size, 0, what);
    onDisk.set(0, chunk);
    assert.deepEqual(await take(work, 0), chunk, what);
    // once in memory, the disk may say what it likes
    onDisk.set(0, bytes);
    assert.deepEqual(await take(work, 0), chunk, what);
  }
});

test("A1: the memory is keyed by the root: a chunk of another tree under the same work and number is never served", async () => {
  const [before, after] = await Promise.all([workOf(0), workOf(50)]);
  assert.equal(before.work.content.contentId, after.work.content.contentId);
  const { onDisk, take } = setUp();
  onDisk.set(1, before.chunks[1]!);
  assert.deepEqual(await take(before.work, 1), before.chunks[1]);
  await assert.rejects(take(after.work, 1), notHeld);
  onDisk.set(1, after.chunks[1]!);
  assert.deepEqual(await take(after.work, 1), after.chunks[1]);
  assert.deepEqual(await take(before.work, 1), before.chunks[1]);
});
