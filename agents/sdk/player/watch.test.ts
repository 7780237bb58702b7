// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { bytesToHex, pad, zeroAddress } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, beforeEach, test } from "vitest";
import { CHUNK_BYTES, hashChunk, sha256 } from "../content/leaf.ts";
import { encodeManifest } from "../content/manifest.ts";
import { proofOf } from "../content/proof.ts";
import { signReceipt } from "../content/receipt.ts";
import { type Edge, PROOF_HEADER, RECEIPT_HEADER } from "../content/requestChunk.ts";
import { commit, sampleBytes } from "../content/testing/sampleWork.ts";
import { buildTree } from "../content/tree.ts";
import { type WatchParameters, watch } from "./watch.ts";

const RATE = 7n;
const court = { chainId: 31_337, contentCourt: `0x${"11".repeat(20)}` } as const;
const operator = privateKeyToAccount(generatePrivateKey());

// three seconds in four chunks: each second needs two, and shares the second of them with the next
const media = sampleBytes(3 * CHUNK_BYTES + 1_000, 1);
const manifest = {
  version: 1,
  title: "Sample",
  mediaType: "video/mp4",
  byteCount: media.length,
  durationSec: 3,
  firstChunk: 1,
} as const;
const chunks = [
  encodeManifest(manifest),
  ...[0, 1, 2, 3].map((n) => media.slice(n * CHUNK_BYTES, (n + 1) * CHUNK_BYTES)),
];
const tree = buildTree(await Promise.all(chunks.map((chunk, index) => hashChunk(index, chunk))));
const work = {
  ...commit(tree),
  publisher: zeroAddress,
  payee: pad(operator.address),
  ratePerSecondWei: RATE,
  live: false,
};

/** What happened, in order: `fetch 1`, `pay 7`. */
let events: string[];
/** Chunks that the edge does not serve. */
let withheld: number[];
let server: Server;
let edge: Edge;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const index = Number(request.url?.split("/").at(-1));
    events.push(`fetch ${index}`);
    if (withheld.includes(index)) {
      response.writeHead(404).end();
      return;
    }
    const bytes = chunks[index]!;
    const { contentId, generation } = work;
    const chunkHash = bytesToHex(await sha256(bytes));
    const receipt = { contentId, generation, index: BigInt(index), length: bytes.length, chunkHash };
    response
      .writeHead(200, {
        [PROOF_HEADER]: Buffer.from(proofOf(tree, index)).toString("base64"),
        [RECEIPT_HEADER]: await signReceipt(operator, court, receipt),
      })
      .end(bytes);
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  edge = { operator: operator.address, endpoint: `http://127.0.0.1:${port}` };
});
afterAll(() => server.close());
beforeEach(() => {
  events = [];
  withheld = [];
});

function run(given: Partial<WatchParameters> = {}) {
  let paidWei = 0n;
  const paymentSession: WatchParameters["paymentSession"] = {
    async pay(amountWei) {
      events.push(`pay ${amountWei}`);
      paidWei += amountWei;
      return { channelId: pad("0x01"), acceptedWei: paidWei, addedWei: amountWei };
    },
    get paidWei() {
      return paidWei;
    },
  };
  return watch({ content: work, court, edges: [edge], paymentSession, ...given });
}

const WHOLE = [
  ...["fetch 0", "fetch 1", "fetch 2", "pay 7"],
  ...["fetch 3", "pay 7"],
  ...["fetch 4", "pay 7"],
];

test("fetches each chunk once, in time, and pays for each second after its chunks", async () => {
  const received: Uint8Array[] = [];
  const indices: number[] = [];
  const seconds: [number, bigint, number][] = [];
  const startedAt = Date.now();
  const watched = await run({
    onChunk: (bytes, index) => {
      received.push(bytes);
      indices.push(index);
    },
    onSecond: ({ second, paidWei }) => seconds.push([second, paidWei, Date.now() - startedAt]),
  });
  assert.deepEqual(events, WHOLE);
  assert.deepEqual(indices, [1, 2, 3, 4]);
  assert.deepEqual(Buffer.concat(received), Buffer.from(media));
  assert.deepEqual(
    seconds.map(([second, paidWei]) => [second, paidWei]),
    [
      [0, 7n],
      [1, 14n],
      [2, 21n],
    ],
  );
  // at the speed of life: never sooner
  for (const [second, , atMs] of seconds) assert.ok(atMs >= second * 1_000 - 5);
  assert.ok(Date.now() - startedAt >= 2_995);
  assert.deepEqual(watched, {
    manifest,
    secondsWatched: 3,
    mediaBytes: media.length,
    paidWei: 21n,
    failures: [],
  });
});

test("fetches all the same when nobody listens, and no more seconds than asked for", async () => {
  const watched = await run({ seconds: 1 });
  assert.deepEqual(events, WHOLE.slice(0, 4));
  assert.equal(watched.secondsWatched, 1);
  assert.equal(watched.mediaBytes, 2 * CHUNK_BYTES);
  assert.equal(watched.paidWei, RATE);
});

test("more seconds than the work has are all of it", async () => {
  assert.equal((await run({ seconds: 100 })).secondsWatched, 3);
  assert.deepEqual(events, WHOLE);
});

test("does not pay for a second that no edge could serve", async () => {
  withheld = [3];
  await assert.rejects(run(), /No edge served chunk 3 of 0x/);
  assert.deepEqual(events, [...WHOLE.slice(0, 4), "fetch 3"]);
});

test("tells which edge failed when another helped", async () => {
  const dead: Edge = { operator: operator.address, endpoint: "http://127.0.0.1:1" };
  const { failures, mediaBytes } = await run({ edges: [dead, edge], seconds: 1 });
  assert.equal(mediaBytes, 2 * CHUNK_BYTES);
  assert.equal(failures.length, 3);
  assert.ok(failures.every((failure) => failure.edge === dead));
});

test("pays nothing for a free work", async () => {
  const { paidWei } = await run({ content: { ...work, ratePerSecondWei: 0n }, seconds: 1 });
  assert.equal(paidWei, 0n);
  assert.deepEqual(events, WHOLE.slice(0, 3));
});

test("fails when the payment does, and fetches no further", async () => {
  const paymentSession = { paidWei: 0n, pay: () => Promise.reject(new Error("the channel is empty")) };
  await assert.rejects(run({ paymentSession }), /the channel is empty/);
  assert.deepEqual(events, WHOLE.slice(0, 3));
});

test("ends with the signal's reason: before it begins, while it waits, and in the middle of a fetch", async () => {
  const reason = new Error("enough");
  await assert.rejects(run({ signal: AbortSignal.abort(reason) }), reason);
  assert.deepEqual(events, []);

  const whileWaiting = new AbortController();
  const onSecond = () => void setTimeout(() => whileWaiting.abort(reason), 20);
  await assert.rejects(run({ signal: whileWaiting.signal, onSecond }), reason);
  assert.deepEqual(events, WHOLE.slice(0, 4));

  events = [];
  const hanging = createServer((request) => {
    events.push(`fetch ${request.url?.split("/").at(-1)}`);
    inFetch.abort(reason);
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => hanging.once("listening", resolve));
  const inFetch = new AbortController();
  const endpoint = `http://127.0.0.1:${(hanging.address() as AddressInfo).port}`;
  const edges = [{ operator: operator.address, endpoint }, edge];
  await assert.rejects(run({ signal: inFetch.signal, edges }), reason);
  assert.deepEqual(events, ["fetch 0"], "the next edge is not asked");
  hanging.close();
});
