// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { type TestContext, test } from "vitest";
import { type Anvil, startAnvil } from "../../localnet/anvil.ts";
import { PINGER, pingerAbi, placePinger } from "../testing/pinger.ts";
import { startRpcProxy } from "../testing/rpcProxy.ts";
import { scratchDir } from "../testing/scratch.ts";

const CHILD = fileURLToPath(new URL("../testing/pingingChild.ts", import.meta.url));

async function setUp(t: TestContext) {
  const anvil = await startAnvil();
  t.onTestFinished(() => anvil.stop());
  await placePinger(anvil);
  const key = generatePrivateKey();
  const { address } = privateKeyToAccount(key);
  await anvil.client.setBalance({ address, value: 10n ** 18n });
  const path = `${scratchDir(t)}/store.db`;
  const start = (rpcUrl: string, last: number) => {
    const args = [CHILD, rpcUrl, path, key, String(last)];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit"] });
    t.onTestFinished(() => void child.kill("SIGKILL"));
    return child;
  };
  return { anvil, address, start };
}

async function kill(child: ChildProcess) {
  child.kill("SIGKILL");
  await once(child, "exit");
}

async function finish(child: ChildProcess) {
  const [code] = await once(child, "exit");
  assert.equal(code, 0);
}

async function pingsOn(anvil: Anvil): Promise<number[]> {
  const events = await anvil.client.getContractEvents({
    address: PINGER,
    abi: pingerAbi,
    fromBlock: 0n,
    strict: true,
  });
  return events.map(({ args }) => Number(args.number));
}

test("AGT-2: killed after the journal and before the broadcast, it sends the same transaction once", async (t) => {
  const { anvil, address, start } = await setUp(t);
  let swallowed = false;
  const proxy = await startRpcProxy(anvil.rpcUrl, ({ method }) => {
    if (method !== "eth_sendRawTransaction") return "pass";
    swallowed = true;
    return "hang";
  });
  t.onTestFinished(() => proxy.stop());
  const first = start(proxy.rpcUrl, 1);
  while (!swallowed) await pause(10);
  await kill(first);
  assert.deepEqual(await pingsOn(anvil), []);
  await finish(start(anvil.rpcUrl, 1));
  assert.deepEqual(await pingsOn(anvil), [1]);
  assert.equal(await anvil.client.getTransactionCount({ address }), 1);
});

test("AGT-2: killed after the broadcast and before the receipt, it does not send another", async (t) => {
  const { anvil, address, start } = await setUp(t);
  await anvil.client.setAutomine(false);
  const first = start(anvil.rpcUrl, 1);
  while ((await anvil.client.getTxpoolStatus()).pending === 0) await pause(10);
  await kill(first);
  const second = start(anvil.rpcUrl, 1);
  await anvil.client.setIntervalMining({ interval: 1 });
  await finish(second);
  assert.deepEqual(await pingsOn(anvil), [1]);
  assert.equal(await anvil.client.getTransactionCount({ address }), 1);
});

test("AGT-2: killed again and again at any moment, it sends each number once and in order", async (t) => {
  const { anvil, start } = await setUp(t);
  const last = 40;
  for (const extraMs of [0, 50, 130]) {
    const before = (await pingsOn(anvil)).length;
    const child = start(anvil.rpcUrl, last);
    while ((await pingsOn(anvil)).length === before) await pause(5);
    await pause(extraMs);
    await kill(child);
  }
  await finish(start(anvil.rpcUrl, last));
  assert.deepEqual(
    await pingsOn(anvil),
    Array.from({ length: last }, (_, index) => index + 1),
  );
});
