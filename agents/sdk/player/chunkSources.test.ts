// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { zeroAddress } from "viem";
import { type TestContext, test } from "vitest";
import { encodeFrame } from "../content/chunkFrames.ts";
import { proofOf } from "../content/proof.ts";
import type { Edge } from "../content/requestChunk.ts";
import { signedLie } from "../content/signedLie.ts";
import { serveSample } from "../content/testing/sampleEdge.ts";
import { sampleWork } from "../content/testing/sampleWork.ts";
import { createChunkSources } from "./chunkSources.ts";

const court = { chainId: 31_337, contentCourt: zeroAddress } as const;
const work = await sampleWork(Array.from({ length: 12 }, () => 2_000));
const { chunks, tree, content } = work;
const flip = (chunk: Uint8Array) => chunk.with(0, chunk[0]! ^ 1);

async function listen(t: TestContext, listener: RequestListener): Promise<Edge> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.onTestFinished(() => void server.close().closeAllConnections());
  const { port } = server.address() as AddressInfo;
  return { operator: zeroAddress, endpoint: `http://127.0.0.1:${port}` };
}

/** An edge that serves what `answer` makes of chunks, and the numbers that it was asked for. */
async function edgeOf(t: TestContext, answer = (chunk: Uint8Array, _index: number): Uint8Array => chunk) {
  const asked: number[] = [];
  const { edge, close } = await serveSample({
    ...{ ...work, court },
    answer(chunk, index) {
      asked.push(index);
      return answer(chunk, index);
    },
  });
  t.onTestFinished(close);
  return { edge, asked };
}

/** Fetches all chunks; each comes once, and true. */
async function fetchAll(sources: ReturnType<typeof createChunkSources>): Promise<void> {
  const taken = new Map<number, Uint8Array>();
  await sources.fetch(0, 11, (index, bytes) => {
    assert.ok(!taken.has(index));
    taken.set(index, bytes);
  });
  assert.deepEqual(
    chunks.map((_, index) => taken.get(index)),
    chunks,
  );
}

test("A18: an edge that drips, hangs or never ends holds nothing up while another serves", async (t) => {
  const frames = Buffer.concat(chunks.map((chunk, index) => encodeFrame(proofOf(tree, index), chunk)));
  const timers: NodeJS.Timeout[] = [];
  t.onTestFinished(() => timers.forEach(clearInterval));
  const drips: RequestListener = (_, response) => {
    let at = 0;
    timers.push(setInterval(() => response.write(frames.subarray(at, ++at)), 10));
  };
  for (const poison of [
    drips,
    () => {},
    ((_, response) => response.writeHead(200).flushHeaders()) as RequestListener,
  ]) {
    const { edge } = await edgeOf(t);
    await fetchAll(createChunkSources(content, [await listen(t, poison), edge], court));
  }
});

test("A18: garbage and wrong chunks are never handed on, and an edge that sent one wrong chunk is asked last from then on", async (t) => {
  const honest = await edgeOf(t);
  // wrong once, then true for ever
  let lies = 0;
  const liar = await edgeOf(t, (chunk, index) => (index === 0 && lies++ === 0 ? flip(chunk) : chunk));
  const refused: number[] = [];
  const sources = createChunkSources(content, [liar.edge, honest.edge], undefined, {
    onRefused: ({ index }) => refused.push(index),
  });
  await fetchAll(sources);
  assert.deepEqual(refused, [0]);
  liar.asked.length = 0;
  await fetchAll(sources);
  assert.deepEqual(liar.asked, []);
  // as long as another serves: it is asked again where nobody else has the chunk
  const alone = createChunkSources(content, [liar.edge], court);
  await fetchAll(alone);

  const garbage = await listen(t, (_, response) => response.end(Buffer.alloc(100_000, 7)));
  const second = await edgeOf(t);
  await fetchAll(createChunkSources(content, [garbage, second.edge], court));
});

test("A18: an edge that lies and then hangs when it is asked to sign for the lie is not waited for", async (t) => {
  let asked = 0;
  const edge = await listen(t, () => {
    asked += 1;
  });
  assert.equal(await signedLie(edge, content, 1, court, new AbortController().signal, 50), undefined);
  assert.equal(asked, 1);
});
