// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import {
  createPublicClient,
  custom,
  encodeAbiParameters,
  encodeEventTopics,
  HttpRequestError,
  hexToBigInt,
  numberToHex,
  parseAbi,
  RpcRequestError,
} from "viem";
import { test } from "vitest";
import { readEvents } from "./readEvents.ts";

const abi = parseAbi(["event Moved(uint256 amount)"]);
const address = numberToHex(7, { size: 20 });
const HEAD = 10_000n;
const MOVED_AT = [3n, 4_000n, 4_001n, 9_999n, HEAD];

/** A chain whose RPC takes `most` blocks a range, and otherwise fails with `refusal`. */
function chainOf(most: bigint, refusal: () => Error) {
  const ranges: [bigint, bigint][] = [];
  const request = async ({
    method,
    params,
  }: {
    method: string;
    params: [{ fromBlock: `0x${string}`; toBlock: `0x${string}` }];
  }) => {
    if (method === "eth_blockNumber") return numberToHex(HEAD);
    const [from, to] = [hexToBigInt(params[0].fromBlock), hexToBigInt(params[0].toBlock)];
    if (to - from + 1n > most) throw refusal();
    ranges.push([from, to]);
    return MOVED_AT.filter((block) => block >= from && block <= to).map((block, logIndex) => ({
      ...{ address, blockNumber: numberToHex(block), logIndex: numberToHex(logIndex), removed: false },
      ...{ blockHash: numberToHex(block, { size: 32 }), transactionHash: numberToHex(block, { size: 32 }) },
      ...{ transactionIndex: "0x0", topics: encodeEventTopics({ abi, eventName: "Moved" }) },
      data: encodeAbiParameters([{ type: "uint256" }], [block]),
    }));
  };
  const client = createPublicClient({ transport: custom({ request } as never, { retryCount: 0 }) });
  const read = (fromBlock = 0n) => readEvents(client, { abi, address, eventName: "Moved", fromBlock });
  return { ranges, read };
}

const body = {};
const url = "http://rpc.example";
const REFUSALS: Record<string, () => Error> = {
  "by a code of its own": () =>
    new RpcRequestError({ body, url, error: { code: -32_000, message: "block range too large" } }),
  "as a limit exceeded": () =>
    new RpcRequestError({
      body,
      url,
      error: { code: -32_005, message: "query returned more than 10000 results" },
    }),
  "as wrong parameters": () =>
    new RpcRequestError({
      body,
      url,
      error: { code: -32_602, message: "eth_getLogs is limited to a 1000 blocks range" },
    }),
  "with HTTP status 413": () => new HttpRequestError({ body, url, status: 413 }),
};
for (const [how, refusal] of Object.entries(REFUSALS)) {
  test(`an RPC that refuses a long range ${how} is asked for shorter ones, without a gap`, async () => {
    const { ranges, read } = chainOf(1_000n, refusal);
    const events = await read();
    assert.deepEqual(
      events.map(({ args }) => args.amount),
      MOVED_AT,
    );
    assert.equal(ranges[0]![0], 0n);
    assert.equal(ranges.at(-1)![1], HEAD);
    for (const [n, [from]] of ranges.slice(1).entries()) assert.equal(from, ranges[n]![1] + 1n);
  });
}

test("an RPC that takes any range is asked once; nothing after the head is asked", async () => {
  const { ranges, read } = chainOf(HEAD * 2n, REFUSALS["as a limit exceeded"]!);
  await read(5n);
  assert.deepEqual(ranges, [[5n, HEAD]]);
  assert.deepEqual(await read(HEAD + 1n), []);
});

test("an RPC that takes no block, or does not answer, is an error", async () => {
  await assert.rejects(chainOf(0n, REFUSALS["as a limit exceeded"]!).read(), /more than 10000 results/);
  let asked = 0;
  const silent = chainOf(0n, () => {
    asked += 1;
    return new HttpRequestError({ body, url, cause: new Error("ECONNREFUSED") });
  });
  await assert.rejects(silent.read(), /ECONNREFUSED/);
  assert.equal(asked, 1, "silence is no refusal");
});
