// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { type TestContext, test } from "vitest";
import { serveAnswers } from "../../kernel/testing/serveAnswers.ts";
import { waitFor } from "../../localnet/waitFor.ts";
import { encodeFrame } from "../../sdk/content/chunkFrames.ts";
import { formatCid } from "../../sdk/content/cid.ts";
import { commit, sampleBytes, sampleWork } from "../../sdk/content/testing/sampleWork.ts";
import { buildTree } from "../../sdk/content/tree.ts";
import { proofAt } from "../heldTree.ts";
import { fillingEdge, workOf } from "../testing/fillingEdge.ts";
import { startMemoryEdge } from "../testing/memoryEdge.ts";
import { runsOf } from "./filler.ts";

const LENGTHS = [90, 65_536, 40_000, 65_536, 1_500, 7, 65_536, 65_536, 300, 65_536];
const sample = await sampleWork(LENGTHS);
const other = await sampleWork(LENGTHS, 50);
const { chunks } = sample;
const last = chunks.length - 1;
const work = workOf(sample);

async function memoryEdge(t: TestContext, options: Parameters<typeof startMemoryEdge>[1] = {}) {
  const edge = await startMemoryEdge(sample, options);
  t.onTestFinished(() => edge.close());
  return edge;
}

const rangeIn = (url = ""): [number, number] => {
  const [, first, last] = /chunks\/(\d+)-(\d+)\?/.exec(url) ?? [];
  return [Number(first), Number(last)];
};

/** A server of frames, where `make` says what stands in each. */
const frameServer = (t: TestContext, make: (index: number) => { proof?: Uint8Array; bytes: Uint8Array }) =>
  serveAnswers(t, ({ url }, response) => {
    const [first, last] = rangeIn(url);
    if (Number.isNaN(first)) return void response.writeHead(404).end();
    for (let index = first; index <= last; index++) {
      const { proof = proofAt(work.tree, index), bytes } = make(index);
      response.write(encodeFrame(proof, bytes));
    }
    response.end();
  });

/** A gateway of raw blocks, where `answer` gives the response to each. */
const gatewayServer = (t: TestContext, answer: (index: number, response: ServerResponse) => void) => {
  const indexOf = new Map(
    sample.tree.leaves.map(({ chunkHash, index }) => [formatCid({ codec: "raw", hash: chunkHash }), index]),
  );
  return serveAnswers(t, ({ url = "" }, response) => {
    const index = indexOf.get(/\/ipfs\/(\w+)\?format=raw$/.exec(url)?.[1] ?? "");
    if (index === undefined) response.writeHead(404).end();
    else answer(index, response);
  });
};

const goodGateway = (t: TestContext) => gatewayServer(t, (index, response) => response.end(chunks[index]));

async function assertFilled({ chunks: ask, keeper, store }: Awaited<ReturnType<typeof fillingEdge>>) {
  const filled = await ask(0, last);
  for (const [index, bytes] of filled.entries())
    assert.deepEqual(new Uint8Array(bytes!), chunks[index], `chunk ${index}`);
  await keeper.idle();
  for (const [index, bytes] of chunks.entries())
    assert.deepEqual(new Uint8Array((await store.readChunk(work.content.contentId, index))!), bytes);
}

test("chunks come from another edge in one request, and stand on the disk afterwards", async (t) => {
  const edge = await memoryEdge(t);
  const ours = await fillingEdge(t, sample, { edges: [edge.url] });
  await assertFilled(ours);
  assert.deepEqual(edge.reads, [...chunks.keys()]);
});

test("a hundred who ask at once cause one fetch of each chunk", async (t) => {
  const edge = await memoryEdge(t);
  const ours = await fillingEdge(t, sample, { edges: [edge.url] });
  const all = await Promise.all(Array.from({ length: 100 }, () => ours.chunks(0, last)));
  assert.ok(all.every((filled) => filled.every((bytes, index) => bytes?.equals(chunks[index]!))));
  const text = (await (await fetch(`${edge.url}/metrics`)).text()).match(
    /tributary_chunks_served_total.* (\d+)/,
  );
  assert.equal(Number(text?.[1]), chunks.length);
});

test("chunks come from a gateway as raw blocks, 16 requests at once at most", async (t) => {
  await assertFilled(await fillingEdge(t, sample, { gateways: [(await goodGateway(t)).url] }));

  const many = await sampleWork(Array.from({ length: 40 }, () => 90));
  const indexOf = new Map(
    many.tree.leaves.map(({ chunkHash, index }) => [formatCid({ codec: "raw", hash: chunkHash }), index]),
  );
  let [now, most] = [0, 0];
  const full = Promise.withResolvers<void>();
  const gateway = await serveAnswers(t, async ({ url = "" }, response) => {
    now += 1;
    most = Math.max(most, now);
    // nothing is answered before as many are open as may be
    if (now === 16) full.resolve();
    await full.promise;
    now -= 1;
    response.end(many.chunks[indexOf.get(/\/ipfs\/(\w+)/.exec(url)?.[1] ?? "")!]);
  });
  const filled = await (await fillingEdge(t, many, { gateways: [gateway.url] })).chunks(0, 39);
  assert.ok(filled.every((bytes, index) => bytes?.equals(many.chunks[index]!)));
  assert.equal(most, 16);
});

const flipped = (index: number) => chunks[index]!.with(-1, chunks[index]!.at(-1)! ^ 1);

const LIARS: Record<string, (t: TestContext) => Promise<{ url: string }>> = {
  "swapped bytes": (t) => frameServer(t, (index) => ({ bytes: flipped(index) })),
  "bytes too few": (t) => frameServer(t, (index) => ({ bytes: chunks[index]!.slice(1) })),
  "bytes too many": (t) =>
    frameServer(t, (index) => ({ bytes: index === 0 ? sampleBytes(91, 0) : chunks[index]! })),
  "another work's chunk, with that work's proof": (t) =>
    frameServer(t, (index) => ({
      proof: proofAt(workOf(other).tree, index),
      bytes: other.chunks[index]!,
    })),
  "the chunks in another order": (t) => frameServer(t, (index) => ({ bytes: chunks[last - index]! })),
  "a length that no chunk has": (t) => frameServer(t, () => ({ bytes: new Uint8Array(65_537) })),
};

for (const [what, start] of Object.entries(LIARS))
  test(`a source that sends ${what} is believed nothing, and demoted for long; another helps`, async (t) => {
    const liar = await start(t);
    const good = await goodGateway(t);
    const ours = await fillingEdge(t, sample, { edges: [liar.url], gateways: [good.url] });
    await assertFilled(ours);
    assert.deepEqual(
      ours.sources.rank().ask.map(({ endpoint }) => endpoint),
      [good.url],
    );
    // alone it is not asked either
    const alone = await fillingEdge(t, sample, { edges: [liar.url] });
    assert.deepEqual(await alone.chunks(0, 1), [undefined, undefined]);
    assert.equal(alone.store.count(), 0);
  });

test("a gateway that sends other bytes is found out as well", async (t) => {
  const liar = await gatewayServer(t, (index, response) =>
    response.end(index === 3 ? flipped(3) : chunks[index]),
  );
  const edge = await memoryEdge(t);
  const ours = await fillingEdge(t, sample, { gateways: [liar.url] });
  const filled = await ours.chunks(0, last);
  assert.deepEqual(
    filled.map((bytes) => bytes !== undefined),
    chunks.map((_, index) => index < 3),
  );
  ours.sources.setEdges([edge.url]);
  await assertFilled(ours);
});

test("an answer that breaks off is gone on with at another source, where it broke off", async (t) => {
  const half = await serveAnswers(t, ({ url }, response) => {
    const [first] = rangeIn(url);
    response.write(encodeFrame(proofAt(work.tree, first), chunks[first]!));
    response.write(encodeFrame(proofAt(work.tree, first + 1), chunks[first + 1]!).subarray(0, 100), () =>
      response.destroy(),
    );
  });
  const good = await goodGateway(t);
  const ours = await fillingEdge(t, sample, { edges: [half.url], gateways: [good.url] });
  await assertFilled(ours);
  assert.equal(half.asked.length, 1);
  assert.equal(good.asked.length, chunks.length - 1);
});

test("a source that is down is asked last, is tried out after its demotion, and comes back by itself", async (t) => {
  let isDown = true;
  const edge = await serveAnswers(t, ({ url }, response) => {
    const [first, last] = rangeIn(url);
    if (isDown) return void response.writeHead(500).end();
    for (let index = first; index <= last; index++)
      response.write(encodeFrame(proofAt(work.tree, index), chunks[index]!));
    response.end();
  });
  const good = await gatewayServer(t, (index, response) => {
    if (index < 3) response.end(chunks[index]);
    else response.writeHead(500).end();
  });
  const ours = await fillingEdge(t, sample, { edges: [edge.url], gateways: [good.url] });
  const ask = async (index: number) =>
    assert.ok((await ours.chunks(index, index))[0]?.equals(chunks[index]!));
  await ask(0);
  assert.equal(edge.asked.length, 1);
  isDown = false;
  await ask(1);
  // demoted: nobody waits for it, and nobody tries
  assert.equal(edge.asked.length, 1);
  await ours.clock.advance(5_000);
  await ask(2);
  const isBack = async () =>
    ours.sources.rank().ask.some(({ endpoint, stats }) => endpoint === edge.url && stats.failures === 0);
  await waitFor("the edge to be believed again", isBack);
  assert.equal(edge.asked.length, 2);
  await ask(3);
  assert.equal(edge.asked.length, 3);
});

test("what an edge lacks is asked of it once, and its other chunks are taken from it", async (t) => {
  const edge = await memoryEdge(t);
  for (let index = 4; index <= last; index++) edge.onDisk.delete(index);
  const good = await goodGateway(t);
  const ours = await fillingEdge(t, sample, { edges: [edge.url], gateways: [good.url] });
  await assertFilled(ours);
  assert.equal(good.asked.length, chunks.length - 4);
  assert.equal(ours.sources.rank().probe.length, 0);
});

test("without any source that has it, a chunk is missing, and is looked for anew the next time", async (t) => {
  const edge = await memoryEdge(t);
  edge.onDisk.clear();
  const ours = await fillingEdge(t, sample, { edges: [edge.url] });
  assert.deepEqual(await ours.chunks(0, 2), [undefined, undefined, undefined]);
  for (const [index, bytes] of chunks.entries()) edge.onDisk.set(index, bytes);
  await ours.clock.advance(10_000);
  await assertFilled(ours);
});

test("a chunk whose pieces are not the leaf's is served, and not kept: a piece of it could not be proven", async (t) => {
  const bad = await sampleWork([100, 200]);
  const leaves = bad.tree.leaves.map((leaf) => ({ ...leaf, piecesRoot: sampleBytes(32, 9) }));
  const tree = buildTree(leaves);
  const lie = { chunks: bad.chunks, tree, content: commit(tree) };
  const source = await startMemoryEdge(lie);
  t.onTestFinished(() => source.close());
  const ours = await fillingEdge(t, lie, { edges: [source.url] });
  assert.ok((await ours.chunks(0, 1)).every((bytes, index) => bytes?.equals(bad.chunks[index]!)));
  await ours.keeper.idle();
  assert.equal(ours.store.count(), 0);
});

test("a full disk keeps no chunk, and viewers get theirs all the same", async (t) => {
  const edge = await memoryEdge(t);
  const ours = await fillingEdge(t, sample, { edges: [edge.url] }, { reserveBytes: 2 ** 52 });
  const filled = await ours.chunks(0, last);
  assert.ok(filled.every((bytes, index) => bytes?.equals(chunks[index]!)));
  await ours.keeper.idle();
  assert.equal(ours.store.count(), 0);
});

test("a chunk of a work that was republished meanwhile is not kept under its old number", async (t) => {
  const edge = await memoryEdge(t);
  const ours = await fillingEdge(t, sample, { edges: [edge.url] });
  ours.chain.work = workOf({
    ...other,
    content: { ...other.content, generation: 1, root: `0x${"11".repeat(32)}` },
  });
  assert.ok((await ours.chunks(0, 0))[0]?.equals(chunks[0]!));
  await ours.keeper.idle();
  assert.equal(ours.store.count(), 0);
});

test("indices become runs that one answer holds", () => {
  assert.deepEqual(runsOf([5, 3, 4, 9, 1]), [
    [1, 1],
    [3, 5],
    [9, 9],
  ]);
  const many = Array.from({ length: 130 }, (_, index) => index);
  assert.deepEqual(runsOf(many), [
    [0, 63],
    [64, 127],
    [128, 129],
  ]);
});
