// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { RpcRequestError } from "viem";
import { test } from "vitest";
import { readLogs } from "./readLogs.ts";

const refusal = new RpcRequestError({
  body: {},
  error: { code: -32_000, message: "exceed maximum block range: 1000" },
  url: "http://node",
});

function reader(mostBlocks: bigint) {
  const asked: [bigint, bigint][] = [];
  const read = async ({ fromBlock, toBlock }: { fromBlock: bigint; toBlock: bigint }) => {
    asked.push([fromBlock, toBlock]);
    if (toBlock - fromBlock + 1n > mostBlocks) throw refusal;
    return Array.from({ length: Number(toBlock - fromBlock + 1n) }, (_, n) => fromBlock + BigInt(n));
  };
  return { read, asked };
}

test("a range that the RPC refuses is halved until it is taken, and every block is read once, in order", async () => {
  for (const most of [1n, 7n, 1_000n, 10_000n]) {
    const logs = await readLogs(reader(most).read, { fromBlock: 5n, toBlock: 5_004n });
    assert.deepEqual(
      logs,
      Array.from({ length: 5_000 }, (_, n) => BigInt(n + 5)),
      `${most}`,
    );
  }
});

test("the newest ranges are read first, and no more than enough", async () => {
  const { read, asked } = reader(1_000n);
  await readLogs(read, { fromBlock: 0n, toBlock: 9_999n, isEnough: (logs) => logs.includes(9_990n) });
  assert.ok(asked.every(([, toBlock]) => toBlock === 9_999n));
});

test("an RPC that refuses one block, or does not answer, is an error", async () => {
  await assert.rejects(readLogs(reader(0n).read, { fromBlock: 0n, toBlock: 9n }), RpcRequestError);
  const gone = async () => {
    throw Object.assign(new Error("fetch failed"), { code: "ECONNREFUSED" });
  };
  await assert.rejects(readLogs(gone, { fromBlock: 0n, toBlock: 9n }), /fetch failed/);
});
