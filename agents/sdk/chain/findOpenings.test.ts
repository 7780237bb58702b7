// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createPublicClient, custom, numberToHex } from "viem";
import { onTestFinished, test } from "vitest";
import { NotASequencer } from "../channels/readAccepted.ts";
import { SequencerUnreachable } from "../wire/requestJson.ts";
import type { BlockRange } from "./blockRanges.ts";
import { type DiscoveryOptions, findOpenings } from "./findOpenings.ts";

/** A year of blocks of two seconds. */
const YEAR = 15_768_000n;

type Key = { salt: bigint };

/** A chain on which keys were opened in blocks; keys above 1,000 were never opened. */
function chainOf(openedAt: Record<string, bigint>, { head = YEAR, ended = [] as bigint[] } = {}) {
  const chain = { head, ranges: [] as BlockRange[], verified: [] as bigint[][] };
  const request = async ({ method }: { method: string }) => {
    assert.equal(method, "eth_blockNumber");
    return numberToHex(chain.head);
  };
  const client = createPublicClient({ transport: custom({ request } as never, { retryCount: 0 }) });
  const find = async (options: DiscoveryOptions = {}) => {
    chain.ranges = [];
    chain.verified = [];
    const found = await findOpenings<Key, { key: Key }>(
      client,
      {
        name: "tributary/test",
        list: { path: "channels", owner: { payer: "0xab" } },
        keyOf: ({ salt }: { salt: string }) => (/^\d+$/.test(salt) ? { salt: BigInt(salt) } : undefined),
        idOf: ({ salt }) => salt.toString(),
        async read(range) {
          chain.ranges.push(range);
          return Object.entries(openedAt).flatMap(([salt, block]) =>
            block >= range.fromBlock && block <= range.toBlock ? [{ salt: BigInt(salt) }] : [],
          );
        },
        async verify(keys) {
          chain.verified.push(keys.map(({ salt }) => salt));
          return keys.filter(({ salt }) => salt <= 1_000n && !ended.includes(salt)).map((key) => ({ key }));
        },
      },
      { retries: 0, ...options },
    );
    return found.map(({ key }) => Number(key.salt)).sort((a, b) => a - b);
  };
  return { chain, find };
}

/** A sequencer that gives these answers in turn, the last for ever. */
async function sequencerOf(...answers: ((query: URLSearchParams) => { status?: number; body: object })[]) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://x");
    asked.push(`${pathname}?${searchParams}`);
    const answer = answers[Math.min(asked.length, answers.length) - 1]!(searchParams);
    response.writeHead(answer.status ?? 200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/prefix` };
}
const lists = (salts: number[], block: bigint, next?: string) => () => ({
  body: { channels: salts.map((salt) => ({ salt: salt.toString() })), block: Number(block), next },
});

function memory() {
  const texts = new Map<string, string>();
  return {
    texts,
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, text: string) => void texts.set(key, text),
  };
}

const span = ({ fromBlock, toBlock }: BlockRange) => toBlock - fromBlock + 1n;

test("on a year-old chain, a first visit asks the sequencer, and reads the newest logs alone", async () => {
  const { chain, find } = chainOf({ 1: 5n, 2: YEAR - 3n, 3: YEAR });
  const { url, asked } = await sequencerOf(lists([1], YEAR - 10n, "0x01"), lists([2], YEAR));
  assert.deepEqual(await find({ sequencerUrls: [url] }), [1, 2, 3]);
  assert.deepEqual(asked, ["/prefix/v1/channels?payer=0xab", "/prefix/v1/channels?payer=0xab&after=0x01"]);
  assert.deepEqual(chain.ranges, [{ fromBlock: YEAR - 10n + 1n - 64n, toBlock: YEAR }]);
  assert.deepEqual(chain.verified, [[1n, 2n, 3n]]);
});

test("the next visit asks nobody, and a late one asks the sequencer again", async () => {
  const openedAt: Record<string, bigint> = { 1: 5n };
  const { chain, find } = chainOf(openedAt);
  const { url, asked } = await sequencerOf(lists([1], YEAR), lists([1, 2], YEAR + 40_000n));
  const options = { sequencerUrls: [url], cache: memory() };
  assert.deepEqual(await find(options), [1]);
  chain.head += 400n;
  openedAt[3] = chain.head;
  assert.deepEqual(await find(options), [1, 3]);
  assert.equal(asked.length, 1);
  assert.ok(span(chain.ranges[0]!) <= 500n);
  chain.head = YEAR + 40_000n;
  assert.deepEqual(await find(options), [1, 2, 3]);
  assert.equal(asked.length, 2);
  assert.ok(span(chain.ranges[0]!) <= 500n);
});

test("an opening in a block that another replaced is found in its new one", async () => {
  const openedAt: Record<string, bigint> = {};
  const { chain, find } = chainOf(openedAt, { head: 1_000n });
  const cache = memory();
  assert.deepEqual(await find({ cache }), []);
  openedAt[1] = 990n;
  chain.head = 1_001n;
  assert.deepEqual(await find({ cache }), [1]);
});

test("what a sequencer makes up is left out, and not kept", async () => {
  const { chain, find } = chainOf({ 1: 5n });
  const cache = memory();
  const { url } = await sequencerOf(() => ({
    body: {
      channels: [{ salt: "1" }, { salt: "9999" }, { salt: "x" }, {}, null, 7, { salt: "1" }],
      block: Number(YEAR),
    },
  }));
  assert.deepEqual(await find({ sequencerUrls: [url], cache }), [1]);
  assert.deepEqual(chain.verified, [[1n, 9_999n]]);
  assert.doesNotMatch([...cache.texts.values()].join(), /9999/);
});

test("a sequencer ahead of the RPC is as good as the RPC; one that lags costs a longer search", async () => {
  const { chain, find } = chainOf({ 1: YEAR - 5_000n });
  const ahead = await sequencerOf(lists([1], YEAR + 7n));
  assert.deepEqual(await find({ sequencerUrls: [ahead.url] }), [1]);
  assert.deepEqual(chain.ranges, [{ fromBlock: YEAR + 1n - 64n, toBlock: YEAR }]);
  const behind = await sequencerOf(lists([], YEAR - 6_000n));
  assert.deepEqual(await find({ sequencerUrls: [ahead.url, behind.url] }), [1]);
  assert.equal(chain.ranges[0]!.fromBlock, YEAR - 6_000n + 1n - 64n, "as far as the least of both has read");
});

test("another sequencer is asked, whatever the cache says of the first", async () => {
  const { find } = chainOf({ 1: 5n, 2: 6n });
  const cache = memory();
  const first = await sequencerOf(lists([1], YEAR));
  const second = await sequencerOf(lists([2], YEAR));
  assert.deepEqual(await find({ sequencerUrls: [first.url], cache }), [1]);
  assert.deepEqual(await find({ sequencerUrls: [second.url, first.url], cache }), [1, 2]);
  assert.deepEqual(await find({ sequencerUrls: [first.url, second.url], cache }), [1, 2]);
  assert.deepEqual([first.asked.length, second.asked.length], [2, 1], "their order says nothing");
});

test("without a sequencer, the logs are read from the start, and later from the cache on", async () => {
  const { chain, find } = chainOf({ 1: 50n, 2: 3n });
  const cache = memory();
  assert.deepEqual(await find({ startBlock: 10n, cache }), [1]);
  assert.deepEqual(chain.ranges, [{ fromBlock: 10n, toBlock: YEAR }]);
  chain.head += 100_000n;
  await find({ startBlock: 10n, cache });
  assert.deepEqual(chain.ranges, [{ fromBlock: YEAR + 1n - 64n, toBlock: chain.head }]);
});

test("what ended is forgotten", async () => {
  const ended: bigint[] = [];
  const { chain, find } = chainOf({ 1: 50n, 2: 60n }, { head: 1_000n, ended });
  const cache = memory();
  assert.deepEqual(await find({ cache }), [1, 2]);
  ended.push(1n);
  assert.deepEqual(await find({ cache }), [2]);
  await find({ cache });
  assert.deepEqual(chain.verified, [[2n]]);
});

test("a cache of a chain that began anew gives no block, and its keys are asked for", async () => {
  const openedAt: Record<string, bigint> = { 1: 50n };
  const { chain, find } = chainOf(openedAt, { head: 5_000n });
  const cache = memory();
  await find({ cache });
  delete openedAt[1];
  openedAt[2] = 3n;
  chain.head = 10n;
  assert.deepEqual(await find({ cache }), [1, 2]);
  assert.deepEqual(chain.ranges, [{ fromBlock: 0n, toBlock: 10n }]);
});

test.each([
  ["no JSON", "{"],
  ["null", "null"],
  ["another program's", '{"block":"7"}'],
  ["without a block", '{"keys":[]}'],
])("a cache that holds %s counts as empty", async (_, text) => {
  const { chain, find } = chainOf({ 1: 5n }, { head: 100n });
  const cache = memory();
  cache.setItem("tributary/test", text);
  assert.deepEqual(await find({ cache }), [1]);
  assert.equal(chain.ranges[0]!.fromBlock, 0n);
});

test("a cache that throws, or answers later, changes no answer", async () => {
  const { find } = chainOf({ 1: 5n }, { head: 100n });
  const broken = () => {
    throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
  };
  assert.deepEqual(await find({ cache: { getItem: broken, setItem: broken } }), [1]);
  const { getItem, setItem } = memory();
  const later = {
    getItem: async (key: string) => getItem(key),
    setItem: async (key: string, text: string) => setItem(key, text),
  };
  await find({ cache: later });
  assert.deepEqual(await find({ cache: later }), [1]);
});

test("a sequencer that fails is an error: a list that lacks what it holds would look complete", async () => {
  const { find } = chainOf({ 1: 5n });
  for (const [answer, error] of [
    [{ status: 404, body: { code: "not_found" } }, NotASequencer],
    [{ body: { channels: [] } }, NotASequencer],
    [{ body: { block: 7 } }, NotASequencer],
    [{ body: null as never }, NotASequencer],
    [{ body: { channels: [], block: "7" } }, NotASequencer],
    [{ body: { channels: Array(101).fill({ salt: "1" }), block: 7 } }, NotASequencer],
    [{ status: 500, body: {} }, SequencerUnreachable],
  ] as const) {
    const { url } = await sequencerOf(() => answer);
    await assert.rejects(find({ sequencerUrls: [url] }), error, JSON.stringify(answer));
  }
  await assert.rejects(find({ sequencerUrls: ["http://127.0.0.1:1"] }), SequencerUnreachable);
});

test("a sequencer whose list never ends is left", async () => {
  const { find } = chainOf({});
  const { url, asked } = await sequencerOf(lists([1], YEAR, "0x02"));
  await assert.rejects(find({ sequencerUrls: [url] }), /more than 100 pages/);
  assert.equal(asked.length, 100);
});
