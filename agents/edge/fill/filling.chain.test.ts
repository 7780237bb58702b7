// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { readdir, truncate } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, type TestContext, test } from "vitest";
import { scratchDir } from "../../kernel/testing/scratch.ts";
import { type Devchain, startDevchain } from "../../localnet/devchain.ts";
import { asEnvironment } from "../../localnet/roleSettings.ts";
import { spawnRole } from "../../localnet/spawnRole.ts";
import { waitFor } from "../../localnet/waitFor.ts";
import { encodeFrame } from "../../sdk/content/chunkFrames.ts";
import { chunksUrl, leavesUrl } from "../../sdk/content/edgeApi.ts";
import { fetchChunk } from "../../sdk/content/fetchChunk.ts";
import { encodeProof } from "../../sdk/content/proof.ts";
import type { Edge } from "../../sdk/content/requestChunk.ts";
import { requestChunks } from "../../sdk/content/requestChunks.ts";
import { sampleBytes } from "../../sdk/content/testing/sampleWork.ts";
import { registerSample, type SampleContent, storeSample } from "../testing/publishSample.ts";
import { startTestEdge, testEdgeFlags } from "../testing/startTestEdge.ts";

let devchain: Devchain;
beforeAll(async () => {
  devchain = await startDevchain();
});
afterAll(() => devchain?.stop());

const LENGTHS = [90, 65_536, 65_536, 1_500, 65_536, 20];
const court = () => ({ chainId: 31_337, contentCourt: devchain.deployment.contracts.ContentCourt });

async function startEdge(t: TestContext, flags: Parameters<typeof startTestEdge>[1] = {}) {
  const started = await startTestEdge(devchain, flags);
  let isStopped = false;
  const stop = async () => {
    if (!isStopped) await started.stop();
    isStopped = true;
  };
  t.onTestFinished(stop);
  return { ...started, stop };
}

async function assertServes(edge: Edge, { content, chunks }: SampleContent, first: number, last: number) {
  for await (const { index, bytes } of requestChunks(edge, content, { first, last }))
    assert.deepEqual(bytes, chunks[index]);
}

/** A mirror of a work without a manifest: each chunk alone, and the leaf list. */
async function startMirror(t: TestContext, { content, chunks, tree, leafList }: SampleContent) {
  const files = new Map<string, Uint8Array>();
  const pathOf = (url: string) => new URL(url).pathname;
  const at = { endpoint: "http://mirror" };
  files.set(pathOf(leavesUrl(at, content.contentId)), leafList);
  for (const [index, bytes] of chunks.entries())
    files.set(
      pathOf(chunksUrl(at, content, index, index)),
      encodeFrame(encodeProof(tree.leaves[index]!, tree.path(index)), bytes),
    );
  const server = createServer(({ url = "" }, response) => {
    const file = files.get(pathOf(`http://mirror${url}`));
    response.writeHead(file ? 200 : 404).end(file);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const stop = () => void server.close().closeAllConnections();
  t.onTestFinished(stop);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}

test("a work that one edge holds is served by another, which took it from nobody, with receipts that hold", async (t) => {
  const work = await registerSample(devchain, LENGTHS);
  const holder = await startEdge(t);
  await storeSample(holder.edge, work);
  const filler = await startEdge(t);
  await assertServes(filler.edge, work, 0, 5);
  const one = await fetchChunk({ ...work, index: 2, edges: [filler.edge], court: court() });
  assert.deepEqual(one.bytes, work.chunks[2]);
  // kept: without the other one it serves on
  const status = async () => (await fetch(`${filler.url}/v1/content/${work.content.contentId}`)).json();
  await waitFor("the chunks to be kept", async () => ((await status()) as { complete: boolean }).complete);
  await holder.stop();
  await assertServes(filler.edge, work, 0, 5);
});

test("the bytes of a work that is held elsewhere come as ranges, too", async (t) => {
  const work = await registerSample(devchain, LENGTHS, 40);
  const holder = await startEdge(t);
  await storeSample(holder.edge, work);
  const filler = await startEdge(t);
  const url = `${filler.url}/v1/content/${work.content.contentId}/bytes?root=${work.content.root}`;
  const response = await fetch(url, { headers: { range: "bytes=80-70000" } });
  assert.equal(response.status, 206);
  assert.ok(
    Buffer.concat(work.chunks)
      .subarray(80, 70_001)
      .equals(Buffer.from(await response.arrayBuffer())),
  );
});

test("two edges that both lack a work do not wait for each other", async (t) => {
  const work = await registerSample(devchain, LENGTHS, 80);
  const [one, two] = [await startEdge(t), await startEdge(t)];
  const path = `/v1/content/${work.content.contentId}/chunks/0-5?root=${work.content.root}`;
  const statuses = await Promise.all(
    [one, two, one, two].map(async ({ url }) => (await fetch(url + path)).status),
  );
  assert.deepEqual(statuses, [404, 404, 404, 404]);
});

test("an edge asks nobody for a work that is not final on chain, or that nobody registered", async (t) => {
  // so that the last final block has the contracts, and not the work
  await devchain.anvil.client.mine({ blocks: 60 });
  const work = await registerSample(devchain, LENGTHS, 120);
  const mirror = await startMirror(t, work);
  const edge = await startEdge(t, { finalityBlocks: 50, mirrors: mirror.url });
  const { contentId, root } = work.content;
  const get = async (id: string) =>
    (await fetch(`${edge.url}/v1/content/${id}/chunks/0-0?root=${root}`)).status;
  assert.equal(await get(contentId), 404);
  assert.equal(await get(`0x${"77".repeat(32)}`), 404);
  const final = await startEdge(t, { mirrors: mirror.url });
  assert.equal((await fetch(`${final.url}/v1/content/${contentId}/chunks/0-0?root=${root}`)).status, 200);
});

test("with fill off an edge has what it was sent", async (t) => {
  const work = await registerSample(devchain, LENGTHS, 160);
  const mirror = await startMirror(t, work);
  const edge = await startEdge(t, { fill: false, mirrors: mirror.url });
  assert.equal((await fetch(`${edge.url}/v1/content/${work.content.contentId}/leaves`)).status, 404);
});

test("a chunk that rots on the disk is dropped when it is read, and filled again for whoever asked", async (t) => {
  const work = await registerSample(devchain, LENGTHS, 200);
  const mirror = await startMirror(t, work);
  const edge = await startEdge(t, { mirrors: mirror.url });
  await storeSample(edge.edge, work);
  const folder = join(edge.settings.dataDir, "content", work.content.contentId);
  await truncate(join(folder, "1"), 100);
  writeFileSync(join(folder, "2"), sampleBytes(65_536, 999));
  await assertServes(edge.edge, work, 0, 5);
});

test("an edge killed while it fills serves nothing half written afterwards", async (t) => {
  const work = await registerSample(devchain, Array(120).fill(65_536), 240);
  const holder = await startEdge(t);
  await storeSample(holder.edge, work);
  const settings = asEnvironment(await testEdgeFlags(devchain, { dataDir: join(scratchDir(t), "edge") }));
  const url = (base: string, first: number, last: number) =>
    chunksUrl({ endpoint: base }, work.content, first, last);
  const edge = await spawnRole(t, "edge", settings);
  const folder = join(settings.TRIBUTARY_DATA_DIR!, "content", work.content.contentId);
  const asked = [fetch(url(edge.url, 0, 63)), fetch(url(edge.url, 64, 119))].map((ask) =>
    ask.catch(() => {}),
  );
  await waitFor("some chunks on the disk", async () => (await readdir(folder).catch(() => [])).length > 8);
  await edge.end("SIGKILL");
  await Promise.all(asked);
  await holder.stop();
  const again = await spawnRole(t, "edge", settings);
  for (const name of await readdir(folder)) assert.match(name, /^(\d+|leaves)$/);
  const status = (await (await fetch(`${again.url}/v1/content/${work.content.contentId}`)).json()) as {
    missing: [number, number][];
    stored: number;
  };
  assert.ok(status.stored > 0);
  const isMissing = (index: number) =>
    status.missing.some(([first, last]) => first <= index && index <= last);
  for (const [index, chunk] of work.chunks.entries()) {
    const response = await fetch(url(again.url, index, index));
    if (isMissing(index)) assert.equal(response.status, 404);
    else
      assert.ok(
        Buffer.from(await response.arrayBuffer())
          .subarray(-chunk.length)
          .equals(chunk),
      );
  }
});
