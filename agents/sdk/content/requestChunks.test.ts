// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterEach, test, vi } from "vitest";
import { InvalidInput } from "../errors/InvalidInput.ts";
import { encodeFrame } from "./chunkFrames.ts";
import { concatBytes } from "./merkle.ts";
import { encodeProof, proofOf } from "./proof.ts";
import { BadAnswerError, type Edge } from "./requestChunk.ts";
import { type RequestChunksOptions, requestChunks, type VerifiedChunk } from "./requestChunks.ts";
import { sampleWork } from "./testing/sampleWork.ts";

const { chunks, tree, content } = await sampleWork([90, 300, 1, 700, 200, 33]);
const other = await sampleWork([90, 300, 1, 700, 200, 33], 50);
const frameOf = (index: number, work = { chunks, tree }) =>
  encodeFrame(proofOf(work.tree, index), work.chunks[index]!);
const bodyOf = (first: number, last: number) =>
  concatBytes(chunks.slice(first, last + 1).map((_, at) => frameOf(first + at)));

const servers: Server[] = [];
afterEach(() => {
  vi.unstubAllGlobals();
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function listen(handler: RequestListener): Promise<Edge> {
  const server = createServer(handler);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { operator: `0x${"11".repeat(20)}`, endpoint: `http://127.0.0.1:${port}` };
}

const answering = (body: Uint8Array) => listen((_, response) => response.end(body));

/** What arrives of a range, and the error that ends it. */
async function read(edge: Edge, first: number, last: number, options?: RequestChunksOptions) {
  const arrived: VerifiedChunk[] = [];
  try {
    for await (const chunk of requestChunks(edge, content, { first, last }, options)) arrived.push(chunk);
    return { arrived };
  } catch (error) {
    return { arrived, error: error as Error };
  }
}

const committed = (first: number, last: number) =>
  chunks
    .slice(first, last + 1)
    .map((bytes, at) => ({ index: first + at, bytes, proof: proofOf(tree, first + at) }));

test("every range of an honest edge arrives in order, by the one URL of its root", async () => {
  const edge = await listen(({ url }, response) => {
    const [, first, last] = /^\/v1\/content\/0x[0-9a-f]{64}\/chunks\/(\d)-(\d)\?root=0x[0-9a-f]{64}$/.exec(
      url!,
    )!;
    assert.ok(url!.includes(content.contentId) && url!.endsWith(content.root));
    response.end(bodyOf(Number(first), Number(last)));
  });
  for (const [first, last] of [
    [0, 5],
    [2, 2],
    [3, 5],
  ] as const) {
    let counted = 0;
    const onBytes = (count: number) => {
      counted += count;
    };
    assert.deepEqual(await read(edge, first, last, { onBytes }), { arrived: committed(first, last) });
    assert.equal(counted, bodyOf(first, last).length);
  }
});

const flippedAtEnd = frameOf(3);
flippedAtEnd[flippedAtEnd.length - 1]! ^= 1;
const [before, after] = [frameOf(2), frameOf(4)];
const WRONG: [string, Uint8Array, RegExp][] = [
  ["a flipped bit", flippedAtEnd, /not the chunk's/],
  ["another chunk of the work", frameOf(5), /proved chunk 5 instead/],
  ["the chunk before once more", before, /proved chunk 2 instead/],
  ["a chunk of another work", frameOf(3, other), /does not lead to the root/],
  ["true bytes under the proof of another", encodeFrame(proofOf(tree, 2), chunks[3]!), /proved chunk 2/],
  [
    "its place claimed by another leaf",
    encodeFrame(encodeProof({ ...tree.leaves[5]!, index: 3 }, tree.path(5)), chunks[5]!),
    /does not lead/,
  ],
  ["a chunk cut short", encodeFrame(proofOf(tree, 3), chunks[3]!.slice(1)), /sent 699 bytes of 700/],
  ["no proof", encodeFrame(new Uint8Array(), chunks[3]!), /proof of 0 bytes/],
  ["a proof too long", encodeFrame(new Uint8Array(2_001), chunks[3]!), /proof of 2001 bytes/],
  ["an empty chunk", encodeFrame(proofOf(tree, 3), new Uint8Array()), /chunk of 0 bytes/],
  ["a chunk too long", encodeFrame(proofOf(tree, 3), new Uint8Array(65_537)), /chunk of 65537 bytes/],
];

test.each(
  WRONG,
)("%s ends the range with an error that names the chunk, after all before it", async (_, frame, reason) => {
  const edge = await answering(concatBytes([before, frame, after]));
  const { arrived, error } = await read(edge, 2, 4);
  assert.deepEqual(arrived, committed(2, 2));
  assert.ok(error instanceof BadAnswerError, String(error));
  assert.match(error.message, reason);
  assert.deepEqual([error.index, error.retryable], [3, false]);
});

test("an answer with more than was asked for is refused", async () => {
  for (const extra of [after, Uint8Array.of(0)]) {
    const { arrived, error } = await read(await answering(concatBytes([bodyOf(2, 3), extra])), 2, 3);
    assert.deepEqual(arrived, committed(2, 3));
    assert.match(error!.message, /more than the chunks 2 to 3/);
  }
});

const LATER: [string, RequestListener, RegExp, boolean][] = [
  ["answers 404", (_, response) => response.writeHead(404).end(), /status 404/, false],
  ["answers 206", (_, response) => response.writeHead(206).end(bodyOf(2, 4)), /status 206/, false],
  ["is busy", (_, response) => response.writeHead(503).end(), /status 503/, true],
  ["redirects", (_, response) => response.writeHead(302, { location: "/" }).end(), /redirect/, true],
  ["hangs up", (request) => request.socket.destroy(), /no answer/, true],
  ["is silent", () => {}, /nothing for 200 ms/, true],
  ["sends nothing", (_, response) => response.end(), /in chunk 2/, true],
];

test.each(
  LATER,
)("an edge that %s gives an error, and never a hang", async (_, handler, reason, retryable) => {
  const { arrived, error } = await read(await listen(handler), 2, 4, { stallMs: 200 });
  assert.deepEqual(arrived, []);
  assert.ok(error instanceof BadAnswerError);
  assert.match(error.message, reason);
  assert.deepEqual([error.index, error.retryable], [2, retryable]);
});

test("an answer that ends, breaks or stalls in a chunk names that chunk", async () => {
  const half = bodyOf(2, 4).subarray(0, before.length + 50);
  for (const end of ["end", "destroy", "stall"] as const) {
    const edge = await listen((_, response) => {
      response.writeHead(200, end === "end" ? {} : { "content-length": bodyOf(2, 4).length });
      response.write(half, () => {
        if (end === "end") response.end();
        else if (end === "destroy") response.destroy();
      });
    });
    const { arrived, error } = await read(edge, 2, 4, { stallMs: 300 });
    assert.deepEqual(arrived, committed(2, 2), end);
    assert.ok(error instanceof BadAnswerError && error.index === 3 && error.retryable, end);
  }
});

test("a caller that gives up is told its own reason, and one that stops early ends the download", async () => {
  const closed = Promise.withResolvers<void>();
  const edge = await listen((_, response) => {
    response.on("close", () => closed.resolve());
    response.writeHead(200).write(before);
  });
  const ending = new AbortController();
  const onBytes = () => ending.abort(new Error("enough"));
  assert.match((await read(edge, 2, 4, { signal: ending.signal, onBytes })).error!.message, /enough/);
  assert.match((await read(edge, 2, 4, { signal: ending.signal })).error!.message, /enough/);
  for await (const { index } of requestChunks(edge, content, { first: 2, last: 4 })) {
    assert.equal(index, 2);
    break;
  }
  await closed.promise;
});

test("a range that no answer holds is refused before anybody is asked", async () => {
  const edge = { operator: `0x${"11".repeat(20)}`, endpoint: "http://127.0.0.1:1" } as const;
  for (const [first, last] of [
    [0, 64],
    [3, 2],
    [-1, 0],
    [0.5, 1],
    [0, Number.NaN],
    [2 ** 53, 2 ** 53],
  ] as const)
    assert.ok((await read(edge, first, last)).error instanceof InvalidInput, `${first}-${last}`);
});

/** Lets every request be answered by `parts`, each a read of its own. */
function stubReads(parts: readonly Uint8Array[]): void {
  const body = () =>
    new ReadableStream({
      start(controller) {
        for (const part of parts) controller.enqueue(part);
        controller.close();
      },
    });
  vi.stubGlobal("fetch", async () => new Response(body()));
}

const small = await sampleWork([5, 1, 40, 17]);
const smallBody = concatBytes(small.chunks.map((_, index) => frameOf(index, small)));
const nowhere = { operator: `0x${"11".repeat(20)}`, endpoint: "http://127.0.0.1:1" } as const;
async function readSmall() {
  const arrived: VerifiedChunk[] = [];
  const range = { first: 0, last: 3 };
  try {
    for await (const chunk of requestChunks(nowhere, small.content, range)) arrived.push(chunk);
  } catch (error) {
    assert.ok(error instanceof BadAnswerError);
    assert.equal(error.index, arrived.length);
  }
  return arrived;
}

test("however the network cuts an answer into reads, the chunks are the same", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(smallBody.length), { maxLength: 40 }), async (cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), smallBody.length];
      stubReads(at.slice(1).map((end, part) => smallBody.slice(at[part]!, end)));
      assert.deepEqual(
        await readSmall(),
        small.chunks.map((bytes, index) => ({ index, bytes, proof: proofOf(small.tree, index) })),
      );
    }),
    { numRuns: 300 },
  );
});

test("whichever bit of an answer flips, no wrong byte is handed out", async () => {
  let refused = 0;
  for (let bit = 0; bit < smallBody.length * 8; bit++) {
    const body = smallBody.slice();
    body[bit >> 3]! ^= 1 << (bit & 7);
    stubReads([body]);
    const arrived = await readSmall();
    for (const { index, bytes } of arrived) assert.deepEqual(bytes, small.chunks[index]);
    if (arrived.length < 4) refused += 1;
  }
  // a path is not looked at above the first node that is proven already, so not every bit is needed
  assert.ok(refused > smallBody.length * 4, String(refused));
});
