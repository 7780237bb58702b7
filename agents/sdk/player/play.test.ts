// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pad, zeroAddress } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, beforeEach, test } from "vitest";
import { waitFor } from "../../localnet/waitFor.ts";
import { CHUNK_BYTES } from "../content/leaf.ts";
import { concatBytes } from "../content/merkle.ts";
import type { Edge } from "../content/requestChunk.ts";
import { serveSample } from "../content/testing/sampleEdge.ts";
import { sampleRenditions } from "../content/testing/sampleRenditions.ts";
import { sampleBytes } from "../content/testing/sampleWork.ts";
import type { ContentTree } from "../content/tree.ts";
import { type PlayParameters, play } from "./play.ts";
import { type Playback, realTimePlayback } from "./playback.ts";
import { Progress } from "./progress.ts";

const RATE = 7n;
const court = { chainId: 31_337, contentCourt: `0x${"11".repeat(20)}` } as const;
const operator = privateKeyToAccount(generatePrivateKey());

// three fragments of a second: the first is two chunks, the others one
const fragments = [CHUNK_BYTES + 1_000, CHUNK_BYTES, 500].map((length, seed) => sampleBytes(length, seed));
const media = concatBytes(fragments);
const { chunks, tree, manifest, content: committed } = await sampleRenditions([{ plaintexts: fragments }]);
const work = {
  ...committed,
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
let edge: Edge;
let close: () => void;

beforeAll(async () => {
  const answer = async (_: Uint8Array, index: number) => {
    events.push(`fetch ${index}`);
    const status = withheld.includes(index) ? 404 : await onRequest(String(index));
    return status ?? served.chunks[index]!;
  };
  // the work that is served may be another one, of the same id
  const tree = { path: (index: number) => served.tree.path(index) } as ContentTree;
  Object.defineProperty(tree, "leaves", { get: () => served.tree.leaves });
  const started = await serveSample({ chunks, tree, content: work, court, answer });
  edge = started.edge;
  close = started.close;
});
afterAll(() => close());
beforeEach(() => {
  events = [];
  withheld = [];
  onRequest = async () => undefined;
  served = { chunks, tree, content: work };
});

/** A work of `seconds`, each of which is one chunk. */
async function sampleLong(seconds: number) {
  const plaintexts = Array.from({ length: seconds }, (_, seed) => sampleBytes(CHUNK_BYTES, seed));
  const { chunks, tree, content: committed } = await sampleRenditions([{ plaintexts }]);
  const content = { ...work, ...committed };
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

test("fetches each chunk once and hands fragments out in order, and pays for each second after its fragments", async () => {
  const received: Uint8Array[] = [];
  const indices: number[] = [];
  const seconds: [number, bigint][] = [];
  const played = await run({
    onBytes: (bytes, span) => {
      received.push(bytes);
      indices.push(span!.fragment);
    },
    onSecond: ({ second, paidWei }) => {
      assert.ok(indices.length >= second + 1);
      seconds.push([second, paidWei]);
    },
  });
  assert.deepEqual(fetched(), ALL_FETCHES);
  assert.deepEqual(indices, [0, 1, 2]);
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
  const onBytes = (_: Uint8Array, span?: { fragment: number }) =>
    span?.fragment === 1 ? new Promise<void>((resolve) => (resume = resolve)) : undefined;
  const played = run({ playback, onBytes });
  // a chunk that was fetched is handed over only once it is verified
  const isHeld = () => pays() === 1 && fetched().length === 5 && resume !== undefined;
  await until("the first second is paid, and a chunk held", isHeld);
  assert.deepEqual(playback.asked, [0], "the second chunk of the next second is not taken yet");
  resume?.();
  assert.equal((await played).secondsPlayed, 3);
});

test("a consumer that holds a chunk back for ever does not hold an error back", async () => {
  const paymentSession = { paidWei: 0n, pay: () => Promise.reject(new Error("the channel is empty")) };
  const onBytes = (_: Uint8Array, span?: { fragment: number }) =>
    span?.fragment === 1 ? new Promise(() => {}) : undefined;
  await assert.rejects(run({ paymentSession, onBytes }), /the channel is empty/);
});

test("fetches all the same when nobody listens, and no more seconds than asked for", async () => {
  const played = await run({ seconds: 1 });
  assert.deepEqual([fetched(), pays()], [ALL_FETCHES.slice(0, 3), 1]);
  assert.equal(played.secondsPlayed, 1);
  assert.equal(played.mediaBytes, fragments[0]!.length);
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
    const onBytes = () => {
      throw lost;
    };
    const playback: Playback = { begins: () => told.promise.then(end) };
    await assert.rejects(run({ playback, onBytes, onFailure: told.resolve }), lost);
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
  const fetched: [number, number][] = [];
  const refused: unknown[] = [];
  const { failures, mediaBytes } = await run({
    ...{ edges: [dead, edge], seconds: 1 },
    onFetched({ index, byteCount, edge: from }) {
      assert.equal(from, edge);
      fetched.push([index, byteCount]);
    },
    onRefused: ({ edge: from }) => refused.push(from),
  });
  assert.deepEqual(
    fetched,
    [0, 1, 2].map((index) => [index, chunks[index]!.length]),
  );
  assert.deepEqual(refused, [dead]);
  assert.equal(mediaBytes, fragments[0]!.length);
  assert.deepEqual(
    failures.map((failure) => failure.edge),
    [dead],
  );
});

test("an edge whose URL on chain is none is passed over", async () => {
  const odd: Edge = { operator: operator.address, endpoint: "no\u001b[2Jurl" };
  const { failures, mediaBytes } = await run({ edges: [odd, edge], seconds: 1 });
  assert.equal(mediaBytes, fragments[0]!.length);
  assert.deepEqual(
    failures.map((failure) => failure.edge),
    [odd],
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
    events.push(`fetch ${/\d+-\d+/.exec(request.url ?? "")}`);
    inFetch.abort(reason);
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => hanging.once("listening", resolve));
  const inFetch = new AbortController();
  const endpoint = `http://127.0.0.1:${(hanging.address() as AddressInfo).port}`;
  const edges = [{ operator: operator.address, endpoint }, edge];
  await assert.rejects(run({ signal: inFetch.signal, edges }), reason);
  assert.deepEqual(events, ["fetch 0-0"], "the next edge is not asked");
  hanging.close();
});
