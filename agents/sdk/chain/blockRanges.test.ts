// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { HttpRequestError, RpcRequestError, TimeoutError } from "viem";
import { test } from "vitest";
import { type BlockRange, readRanges } from "./blockRanges.ts";

const body = {};
const url = "http://node";
const refusal = () =>
  new RpcRequestError({ body, url, error: { code: -32_000, message: "exceed maximum block range: 1000" } });

/** An RPC that takes the ranges that `isTaken`, and otherwise fails with `refused`. */
function rpc(isTaken: (range: BlockRange) => boolean, refused: () => Error = refusal) {
  const asked: BlockRange[] = [];
  async function blocks(within: BlockRange, maxRange = 100_000n): Promise<bigint[]> {
    const all: bigint[] = [];
    const read = async (range: BlockRange) => {
      asked.push(range);
      if (!isTaken(range)) throw refused();
      return range;
    };
    for await (const { fromBlock, toBlock } of readRanges({ ...within, maxRange }, read))
      for (let block = fromBlock; block <= toBlock; block += 1n) all.push(block);
    return all;
  }
  return { asked, blocks };
}
const lengthOf = ({ fromBlock, toBlock }: BlockRange) => toBlock - fromBlock + 1n;
const range = (fromBlock: bigint, toBlock: bigint) => ({ fromBlock, toBlock });

test("a range that the RPC refuses is halved until it is taken, and every block is read once, in order", async () => {
  const all = Array.from({ length: 5_000 }, (_, n) => BigInt(n + 5));
  for (const most of [1n, 7n, 1_000n, 10_000n]) {
    const { blocks } = rpc((one) => lengthOf(one) <= most);
    assert.deepEqual(await blocks(range(5n, 5_004n)), all, `${most}`);
  }
});

test("an answer that takes too long, or that is too large for HTTP, is a refusal too", async () => {
  for (const refused of [
    () => new TimeoutError({ body, url }),
    () => new HttpRequestError({ body, url, status: 413 }),
    () => new HttpRequestError({ body, url, status: 504 }),
  ])
    assert.equal((await rpc((one) => lengthOf(one) <= 100n, refused).blocks(range(0n, 999n))).length, 1_000);
});

test("after a dense stretch of blocks the ranges are long again", async () => {
  const { asked, blocks } = rpc((one) => one.fromBlock > 200n || lengthOf(one) <= 50n);
  assert.equal((await blocks(range(0n, 99_999n), 1_000n)).length, 100_000);
  assert.equal(lengthOf(asked.at(-2)!), 1_000n);
  assert.ok(asked.length < 200, `${asked.length} questions`);
});

test("what a shorter range would not mend is thrown at the first answer", async () => {
  for (const error of [
    new HttpRequestError({ body, url, status: 429 }),
    new HttpRequestError({ body, url, status: 401 }),
    new HttpRequestError({ body, url, cause: new Error("ECONNREFUSED") }),
    new Error("not of the RPC"),
  ]) {
    const { asked, blocks } = rpc(
      () => false,
      () => error,
    );
    await assert.rejects(blocks(range(0n, 999n)), error);
    assert.equal(asked.length, 1);
  }
});

test("an RPC that refuses a single block is an error; no block is no question", async () => {
  const { asked, blocks } = rpc(() => false);
  assert.deepEqual(await blocks(range(5n, 4n)), []);
  assert.equal(asked.length, 0);
  await assert.rejects(blocks(range(0n, 9n)), RpcRequestError);
});
