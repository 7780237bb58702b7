// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { type Hex, numberToHex } from "viem";
import { afterAll, beforeAll, type TestContext, test } from "vitest";
import { type Anvil, startAnvil } from "../../localnet/anvil.ts";
import { openStore } from "../store/store.ts";
import { testChainClient } from "../testing/chainClient.ts";
import { PINGER, ping, pingerAbi, placePinger } from "../testing/pinger.ts";
import { type RpcCall, startRpcProxy, type Verdict } from "../testing/rpcProxy.ts";
import { scratchDir } from "../testing/scratch.ts";
import { followLogs } from "./logs.ts";

type Tables = { ping: { block: number; number: string } };
const MIGRATIONS = ["create table ping (block integer not null, number text not null)"];
const EVENTS = [pingerAbi[0]] as const;

let anvil: Anvil;
beforeAll(async () => {
  anvil = await startAnvil();
  await placePinger(anvil);
});
afterAll(() => anvil.stop());

async function send(number: bigint) {
  const from = anvil.account(0).address;
  const hash = await anvil.rpc("eth_sendTransaction", [{ from, to: PINGER, data: ping(number) }]);
  // anvil answers before it has mined
  await anvil.client.waitForTransactionReceipt({ hash: hash as Hex });
}

type Hooks = {
  rpcUrl?: string;
  finalityBlocks?: number;
  onWritten?: () => void;
  onMissing?: () => void;
};

async function setUp(t: TestContext, from?: bigint) {
  const startBlock = from ?? (await anvil.client.getBlockNumber({ cacheTime: 0 })) + 1n;
  const path = `${scratchDir(t)}/store.db`;
  const store = await openStore<Tables>(path, MIGRATIONS);
  t.onTestFinished(() => store.close());
  const rewinds: bigint[] = [];
  const follow = ({ rpcUrl = anvil.rpcUrl, finalityBlocks = 0, onWritten, onMissing }: Hooks = {}) =>
    followLogs({
      publicClient: testChainClient(rpcUrl),
      store,
      name: "pings",
      address: PINGER,
      events: EVENTS,
      startBlock,
      finalityBlocks,
      onMissing,
      async onLogs(logs, { trx }) {
        const rows = logs.map((log) => ({ block: Number(log.blockNumber), number: String(log.args.number) }));
        await trx.insertInto("ping").values(rows).execute();
        onWritten?.();
      },
      async onRewind(fromBlock, { trx }) {
        rewinds.push(fromBlock);
        await trx.deleteFrom("ping").where("block", ">=", Number(fromBlock)).execute();
      },
    });
  const seen = async () => {
    const rows = await store.db.selectFrom("ping").select("number").orderBy("block").execute();
    return rows.map((row) => Number(row.number));
  };
  return { follow, seen, rewinds, startBlock };
}

test("a failing onLogs leaves neither rows nor cursor behind, and the next poll has the same logs", async (t) => {
  const { follow, seen } = await setUp(t);
  await send(1n);
  const failing = follow({
    onWritten() {
      throw new Error("crash");
    },
  });
  await assert.rejects(failing.poll(), /crash/);
  assert.deepEqual(await seen(), []);
  await follow().poll();
  assert.deepEqual(await seen(), [1]);
});

test("logs come once, over polls and restarts", async (t) => {
  const { follow, seen } = await setUp(t);
  await send(1n);
  const follower = follow();
  await follower.poll();
  await follower.poll();
  await send(2n);
  await follow().poll();
  assert.deepEqual(await seen(), [1, 2]);
});

test("blocks that are not final wait", async (t) => {
  const { follow, seen } = await setUp(t);
  await send(1n);
  await send(2n);
  await follow({ finalityBlocks: 1 }).poll();
  assert.deepEqual(await seen(), [1]);
});

test("a range that the RPC refuses is split until it is small enough", async (t) => {
  const { follow, seen } = await setUp(t);
  for (let number = 1n; number <= 9n; number++) await send(number);
  await anvil.client.mine({ blocks: 16 });
  const asked: number[] = [];
  const proxy = await startRpcProxy(anvil.rpcUrl, ({ method, params }): Verdict => {
    const { fromBlock, toBlock } = (params[0] ?? {}) as { fromBlock?: string; toBlock?: string };
    if (method !== "eth_getLogs" || !fromBlock) return "pass";
    const blocks = Number(toBlock) - Number(fromBlock) + 1;
    asked.push(blocks);
    return blocks > 2
      ? { error: { code: -32_005, message: "query returned more than 10000 results" } }
      : "pass";
  });
  t.onTestFinished(() => proxy.stop());
  await follow({ rpcUrl: proxy.rpcUrl }).poll();
  assert.deepEqual(await seen(), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
  // what is taken is asked for twice
  assert.deepEqual(asked, [9, 4, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1]);
});

test("an RPC that refuses even one block is an error, not an endless loop", async (t) => {
  const { follow } = await setUp(t);
  await send(1n);
  const proxy = await startRpcProxy(anvil.rpcUrl, ({ method }) =>
    method === "eth_getLogs" ? { error: { code: -32_005, message: "limit exceeded" } } : "pass",
  );
  t.onTestFinished(() => proxy.stop());
  await assert.rejects(follow({ rpcUrl: proxy.rpcUrl }).poll());
});

test("an RPC that is gone is an error at once, and what was saved stays", async (t) => {
  const { follow, seen } = await setUp(t);
  await send(1n);
  await follow().poll();
  await assert.rejects(follow({ rpcUrl: "http://127.0.0.1:1" }).poll());
  assert.deepEqual(await seen(), [1]);
});

test("after a reorg the replaced blocks are taken back and read anew, those below stay", async (t) => {
  const { follow, seen, rewinds, startBlock } = await setUp(t);
  const follower = follow();
  await send(1n);
  await follower.poll();
  const snapshot = await anvil.client.snapshot();
  await send(2n);
  await follower.poll();
  await send(3n);
  await follower.poll();
  await anvil.client.revert({ id: snapshot });
  await send(22n);
  await send(33n);
  await send(44n);
  await follower.poll();
  assert.deepEqual(await seen(), [1, 22, 33, 44]);
  assert.deepEqual(rewinds, [startBlock + 1n]);
});

test("an RPC that lags behind the cursor is no reorg", async (t) => {
  const { follow, seen, rewinds } = await setUp(t);
  const follower = follow();
  await send(1n);
  await send(2n);
  await follower.poll();
  const head = await anvil.client.getBlockNumber({ cacheTime: 0 });
  const { proxy } = await proxyUpTo(t, () => head - 1n);
  await follow({ rpcUrl: proxy.rpcUrl }).poll();
  assert.deepEqual(await seen(), [1, 2]);
  assert.deepEqual(rewinds, []);
});

test("a reorg below everything remembered starts over", async (t) => {
  const { follow, seen, rewinds, startBlock } = await setUp(t);
  const snapshot = await anvil.client.snapshot();
  const follower = follow();
  await send(1n);
  await send(2n);
  await follower.poll();
  await anvil.client.revert({ id: snapshot });
  await send(11n);
  await send(12n);
  await follower.poll();
  assert.deepEqual(await seen(), [11, 12]);
  assert.deepEqual(rewinds, [startBlock]);
});

test("a chain that changes while a range is read is read again", async (t) => {
  const { follow, seen } = await setUp(t);
  const snapshot = await anvil.client.snapshot();
  await send(1n);
  await anvil.client.mine({ blocks: 16 });
  let calm = true;
  const proxy = await startRpcProxy(anvil.rpcUrl, async ({ method, params }) => {
    if (method !== "eth_getLogs" || !calm) return "pass";
    calm = false;
    const result = await anvil.rpc(method, params);
    await anvil.client.revert({ id: snapshot });
    await send(11n);
    await anvil.client.mine({ blocks: 16 });
    return { result };
  });
  t.onTestFinished(() => proxy.stop());
  const follower = follow({ rpcUrl: proxy.rpcUrl });
  await follower.poll();
  assert.equal(calm, false);
  assert.deepEqual(await seen(), [11]);
});

test("a block that a reorg replaces between its header and its logs is not missed", async (t) => {
  const { follow, seen, rewinds, startBlock } = await setUp(t);
  await send(1n);
  await follow().poll();
  const snapshot = await anvil.client.snapshot();
  await send(2n);
  await follow().poll();
  assert.deepEqual(await seen(), [1, 2]);
  await send(3n);
  let calm = true;
  const proxy = await startRpcProxy(anvil.rpcUrl, async ({ method }): Promise<Verdict> => {
    if (method === "eth_getLogs" && calm) {
      calm = false;
      await anvil.client.revert({ id: snapshot });
      await anvil.client.mine({ blocks: 1 });
      await send(33n);
    }
    return "pass";
  });
  t.onTestFinished(() => proxy.stop());
  const follower = follow({ rpcUrl: proxy.rpcUrl });
  await follower.poll().catch(() => {});
  await follower.poll();
  assert.deepEqual(await seen(), [1, 33]);
  assert.deepEqual(rewinds, [startBlock + 1n]);
});

type Fault = (call: RpcCall, result: unknown) => unknown;

/** An RPC whose newest block is `visible()`, and whose answers pass through `fault`. */
async function proxyUpTo(t: TestContext, visible: () => bigint, fault: Fault = (_, result) => result) {
  const calls: string[] = [];
  const proxy = await startRpcProxy(anvil.rpcUrl, async ({ method, params }) => {
    calls.push(method);
    const asked = params[0] === "latest" ? [numberToHex(visible()), false] : params;
    return { result: fault({ method, params }, await anvil.rpc(method, asked)) };
  });
  t.onTestFinished(() => proxy.stop());
  return { proxy, calls };
}

test("while nothing happens, a poll costs one call", async (t) => {
  const { follow, startBlock } = await setUp(t);
  await send(1n);
  await anvil.client.mine({ blocks: 40 });
  let visible = startBlock + 20n;
  const { proxy, calls } = await proxyUpTo(t, () => visible);
  const follower = follow({ rpcUrl: proxy.rpcUrl });
  await follower.poll();
  calls.length = 0;
  for (; visible < startBlock + 40n; visible += 1n) await follower.poll();
  assert.deepEqual(calls, Array(20).fill("eth_getBlockByNumber"));
});

test("a chain that leaves its blooms empty is asked for the logs of every block", async (t) => {
  const { follow, seen, startBlock } = await setUp(t);
  for (const number of [1n, 2n, 3n]) await send(number);
  const { proxy } = await proxyUpTo(
    t,
    () => startBlock + 2n,
    (_, result) => {
      const header = result as { logsBloom?: string } | null;
      return header?.logsBloom ? { ...header, logsBloom: `0x${"0".repeat(512)}` } : result;
    },
  );
  await follow({ rpcUrl: proxy.rpcUrl }).poll();
  assert.deepEqual(await seen(), [1, 2, 3]);
});

const FAULTS: Record<string, (logs: object[]) => object[]> = {
  empty: () => [],
  foreign: (logs) => logs.map((log) => ({ ...log, blockHash: `0x${"77".repeat(32)}` })),
  cut: (logs) => logs.slice(1),
};

for (const [kind, spoil] of Object.entries(FAULTS))
  test(`no log is lost when any one answer is ${kind}, each in turn`, async (t) => {
    const { startBlock } = await setUp(t);
    for (const number of [1n, 2n, 3n]) await send(number);
    await anvil.client.mine({ blocks: 16 });
    for (const number of [4n, 5n]) await send(number);
    await anvil.client.mine({ blocks: 12 });
    const last = await anvil.client.getBlockNumber({ cacheTime: 0 });
    for (let spoiled = 1, asked = spoiled; asked >= spoiled; spoiled += 1) {
      asked = 0;
      let visible = startBlock + 18n;
      const { proxy } = await proxyUpTo(
        t,
        () => visible,
        ({ method }, result) => {
          if (method === "eth_getLogs") asked += 1;
          return method === "eth_getLogs" && asked === spoiled ? spoil(result as object[]) : result;
        },
      );
      const { follow, seen } = await setUp(t, startBlock);
      const follower = follow({ rpcUrl: proxy.rpcUrl });
      for (; visible <= last; visible += 1n) await follower.poll().catch(() => {});
      assert.deepEqual(await seen(), [1, 2, 3, 4, 5], `answer ${spoiled} of ${asked}`);
    }
  });

test("an RPC that keeps contradicting itself is an error, and nothing of it is kept", async (t) => {
  const { follow, seen } = await setUp(t);
  await send(1n);
  await anvil.client.mine({ blocks: 16 });
  const head = await anvil.client.getBlockNumber({ cacheTime: 0 });
  let asked = 0;
  const { proxy } = await proxyUpTo(
    t,
    () => head,
    ({ method }, result) => (method === "eth_getLogs" && ++asked % 2 === 0 ? [] : result),
  );
  await assert.rejects(follow({ rpcUrl: proxy.rpcUrl }).poll(), /gave two answers/);
  assert.deepEqual(await seen(), []);
});

test("a header that promises logs which the RPC does not give is told at once", async (t) => {
  const { follow, startBlock } = await setUp(t);
  await send(1n);
  const { proxy } = await proxyUpTo(
    t,
    () => startBlock,
    ({ method }, result) => (method === "eth_getLogs" ? [] : result),
  );
  let missing = 0;
  const follower = follow({ rpcUrl: proxy.rpcUrl, onMissing: () => missing++ });
  await follower.poll();
  assert.equal(missing, 1);
});
