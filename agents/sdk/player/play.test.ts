// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { bytesToHex, pad, zeroAddress } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, beforeEach, test } from "vitest";
import { waitFor } from "../../localnet/waitFor.ts";
import { CHUNK_BYTES, hashChunk, sha256 } from "../content/leaf.ts";
import { encodeManifest } from "../content/manifest.ts";
import { proofOf } from "../content/proof.ts";
import { signReceipt } from "../content/receipt.ts";
import { type Edge, PROOF_HEADER, RECEIPT_HEADER } from "../content/requestChunk.ts";
import { commit, sampleBytes } from "../content/testing/sampleWork.ts";
import { buildTree } from "../content/tree.ts";
import { type PlayParameters, play } from "./play.ts";
import { type Playback, realTimePlayback } from "./playback.ts";
import { Progress } from "./progress.ts";

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
/** What an edge does before it answers; a status is its answer. */
let onRequest: (index: string) => Promise<number | undefined>;
/** The work that the edge holds. */
let served: { chunks: Uint8Array[]; tree: typeof tree; content: typeof work };
let server: Server;
let edge: Edge;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const index = Number(request.url?.split("/").at(-1));
    events.push(`fetch ${index}`);
    const status = withheld.includes(index) ? 404 : await onRequest(String(index));
    if (status) {
      response.writeHead(status).end();
      return;
    }
    const { chunks, tree, content } = served;
    const bytes = chunks[index]!;
    const { contentId, generation } = content;
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
  onRequest = async () => undefined;
  served = { chunks, tree, content: work };
});

/** A work of `seconds`, each of which is one chunk. */
async function sampleLong(seconds: number) {
  const bytes = sampleBytes(seconds * CHUNK_BYTES, 2);
  const chunks = [
    encodeManifest({ ...manifest, byteCount: bytes.length, durationSec: seconds }),
    ...Array.from({ length: seconds }, (_, n) => bytes.slice(n * CHUNK_BYTES, (n + 1) * CHUNK_BYTES)),
  ];
  const tree = buildTree(await Promise.all(chunks.map((chunk, index) => hashChunk(index, chunk))));
  const content = { ...work, ...commit(tree) };
  return { content, served: { chunks, tree, content } };
}

/** A playback that plays each second as soon as it may. */
const atOnce: Playback = { begins: async () => true };

/** A playback by hand: `play(n)` plays n seconds more. */
function byHand(): Playback & { play(seconds: number): void; end(): void; asked: number[] } {
  const played = new Progress();
  const asked: number[] = [];
  let over = false;
  return {
    asked,
    play: (seconds) => {
      for (let n = 0; n < seconds; n += 1) played.advance();
    },
    end: () => {
      over = true;
      played.fail(undefined);
    },
    async begins(second) {
      asked.push(second);
      await played.reach(second + 1).catch(() => {});
      return !over;
    },
  };
}

/** Waits until all that can happen without the playback has happened: the edge is on this machine. */
const until = (what: string, isSo: () => boolean) => waitFor(what, async () => isSo());

function run(given: Partial<PlayParameters> = {}) {
  let paidWei = 0n;
  const paymentSession: PlayParameters["paymentSession"] = {
    async pay(amountWei) {
      events.push(`pay ${amountWei}`);
      paidWei += amountWei;
      return { channelId: pad("0x01"), acceptedWei: paidWei, addedWei: amountWei };
    },
    get paidWei() {
      return paidWei;
    },
  };
  return play({ content: work, court, edges: [edge], paymentSession, playback: atOnce, ...given });
}

const fetched = () => events.filter((event) => event.startsWith("fetch")).sort();
const pays = () => events.filter((event) => event.startsWith("pay")).length;
const ALL_FETCHES = ["fetch 0", "fetch 1", "fetch 2", "fetch 3", "fetch 4"];

test("fetches each chunk once and hands them out in order, and pays for each second after its chunks", async () => {
  const received: Uint8Array[] = [];
  const indices: number[] = [];
  const seconds: [number, bigint][] = [];
  const played = await run({
    onChunk: (bytes, index) => {
      received.push(bytes);
      indices.push(index);
    },
    onSecond: ({ second, paidWei }) => {
      // two chunks for the first second, and one more for each
      assert.ok(indices.length >= second + 2);
      seconds.push([second, paidWei]);
    },
  });
  assert.deepEqual(fetched(), ALL_FETCHES);
  assert.deepEqual(indices, [1, 2, 3, 4]);
  assert.deepEqual(Buffer.concat(received), Buffer.from(media));
  assert.deepEqual(seconds, [
    [0, 7n],
    [1, 14n],
    [2, 21n],
  ]);
  assert.deepEqual(played, {
    manifest,
    secondsPlayed: 3,
    mediaBytes: media.length,
    paidWei: 21n,
    failures: [],
  });
});

test("without a clock, a second lasts a second", async () => {
  const startedAt = performance.now();
  const began: number[] = [];
  await run({ playback: realTimePlayback(), seconds: 1, onSecond: () => began.push(performance.now()) });
  assert.ok(performance.now() - began[0]! >= 995 && performance.now() - startedAt >= 995);
});

test("pays as playback goes on, and nothing while it is paused; what is over is not paid", async () => {
  const playback = byHand();
  const played = run({ playback });
  await until("all is fetched ahead", () => events.length === 5);
  assert.equal(pays(), 0, "ready is not played");
  playback.play(2);
  await until("two seconds are paid", () => pays() === 2 && playback.asked.includes(2));
  assert.equal(pays(), 2);
  playback.end();
  assert.equal((await played).secondsPlayed, 2);
  assert.equal(pays(), 2);
});

test("reads ahead side by side, within its bound", async () => {
  // 30 seconds, each of one chunk of its own
  const long = await sampleLong(30);
  let [open, most] = [0, 0];
  const waiting: (() => void)[] = [];
  onRequest = () => {
    most = Math.max(most, ++open);
    return new Promise<undefined>((resolve) => waiting.push(() => resolve(undefined))).finally(() => open--);
  };
  served = long.served;
  const playback = byHand();
  const played = run({ content: long.content, playback, parallel: 4, readAheadSec: 10 });
  const release = async (count: number) => {
    for (let n = 0; n < count; n += 1) {
      await until("a request", () => waiting.length > 0);
      waiting.shift()!();
    }
  };
  await release(1); // the manifest
  await until("four requests at once", () => open === 4);
  await release(11);
  await until("the bound", () => playback.asked.length === 1 && open === 0);
  assert.equal(fetched().length, 1 + 11, "the seconds 0 to 10 are there, and no more");
  assert.equal(most, 4);
  playback.play(5);
  await release(5);
  await until("the bound again", () => pays() === 5 && open === 0);
  assert.equal(fetched().length, 1 + 16);
  playback.play(30);
  await release(14);
  assert.equal((await played).secondsPlayed, 30);
});

test("a consumer that is slow holds the next chunk back, and pays for nothing meanwhile", async () => {
  let resume: (() => void) | undefined;
  const playback = byHand();
  playback.play(10);
  const onChunk = (_: Uint8Array, index: number) =>
    index === 3 ? new Promise<void>((resolve) => (resume = resolve)) : undefined;
  const played = run({ playback, onChunk });
  // a chunk that was fetched is handed over only once it is verified
  const isHeld = () => pays() === 1 && fetched().length === 5 && resume !== undefined;
  await until("the first second is paid, and a chunk held", isHeld);
  assert.deepEqual(playback.asked, [0], "the second chunk of the next second is not taken yet");
  resume?.();
  assert.equal((await played).secondsPlayed, 3);
});

test("a consumer that holds a chunk back for ever does not hold an error back", async () => {
  const paymentSession = { paidWei: 0n, pay: () => Promise.reject(new Error("the channel is empty")) };
  const onChunk = (_: Uint8Array, index: number) => (index === 3 ? new Promise(() => {}) : undefined);
  await assert.rejects(run({ paymentSession, onChunk }), /the channel is empty/);
});

test("fetches all the same when nobody listens, and no more seconds than asked for", async () => {
  const played = await run({ seconds: 1 });
  assert.deepEqual([fetched(), pays()], [ALL_FETCHES.slice(0, 3), 1]);
  assert.equal(played.secondsPlayed, 1);
  assert.equal(played.mediaBytes, 2 * CHUNK_BYTES);
  assert.equal(played.paidWei, RATE);
});

test("more seconds than the work has are all of it", async () => {
  assert.equal((await run({ seconds: 100 })).secondsPlayed, 3);
  assert.deepEqual([fetched(), pays()], [ALL_FETCHES, 3]);
});

test("does not pay for a second that no edge could serve, but for those before", async () => {
  withheld = [3];
  await assert.rejects(run(), /No edge served chunk 3 of 0x/);
  assert.equal(pays(), 1);
});

test("a player that runs out or breaks because chunks lack fails for that reason, and says so to the player", async () => {
  const lost = new Error("no edge served it");
  const ends: (() => Promise<boolean>)[] = [
    async () => false,
    () => Promise.reject(new Error("the player stopped")),
  ];
  for (const end of ends) {
    const told = Promise.withResolvers<unknown>();
    const onChunk = (_: Uint8Array, index: number) => {
      if (index > 1) throw lost;
    };
    const playback: Playback = { begins: () => told.promise.then(end) };
    await assert.rejects(run({ playback, onChunk, onFailure: told.resolve }), lost);
    assert.equal(await told.promise, lost);
  }
});

test("one 503 of the only edge is noticed by nobody", async () => {
  const busy = new Set(["0", "2", "4"]);
  onRequest = async (index) => (busy.delete(index) ? 503 : undefined);
  const { mediaBytes, failures } = await run();
  assert.deepEqual([mediaBytes, failures, busy.size], [media.length, [], 0]);
});

test("tells which edge failed when another helped, and asks that edge last from then on", async () => {
  const dead: Edge = { operator: operator.address, endpoint: "http://127.0.0.1:1" };
  const { failures, mediaBytes } = await run({ edges: [dead, edge], seconds: 1 });
  assert.equal(mediaBytes, 2 * CHUNK_BYTES);
  assert.deepEqual(
    failures.map((failure) => failure.edge),
    [dead],
  );
});

test("pays nothing for a free work", async () => {
  const { paidWei } = await run({ content: { ...work, ratePerSecondWei: 0n }, seconds: 1 });
  assert.deepEqual([paidWei, pays()], [0n, 0]);
});

test("fails when the payment does, and fetches no further", async () => {
  const paymentSession = { paidWei: 0n, pay: () => Promise.reject(new Error("the channel is empty")) };
  await assert.rejects(run({ paymentSession, readAheadSec: 0 }), /the channel is empty/);
  assert.deepEqual(fetched(), ALL_FETCHES.slice(0, 3));
});

test("ends with the signal's reason: before it begins, while it waits, and in the middle of a fetch", async () => {
  const reason = new Error("enough");
  await assert.rejects(run({ signal: AbortSignal.abort(reason) }), reason);
  assert.deepEqual(events, []);

  const whileWaiting = new AbortController();
  const onSecond = () => void setTimeout(() => whileWaiting.abort(reason), 20);
  await assert.rejects(run({ signal: whileWaiting.signal, onSecond, playback: realTimePlayback() }), reason);
  assert.equal(pays(), 1);

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
