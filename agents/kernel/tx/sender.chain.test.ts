// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import type { LocalAccount } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, beforeEach, type TestContext, test } from "vitest";
import { type Anvil, startAnvil } from "../../localnet/anvil.ts";
import { RevertError } from "../chain/revert.ts";
import { createLogger } from "../process/log.ts";
import { openStore } from "../store/store.ts";
import { testChainClient } from "../testing/chainClient.ts";
import { PINGER, ping, pingerAbi, placePinger } from "../testing/pinger.ts";
import { startRpcProxy } from "../testing/rpcProxy.ts";
import { scratchDir } from "../testing/scratch.ts";
import { createSender, type SenderOptions } from "./sender.ts";
import { AccountUsedElsewhereError } from "./txErrors.ts";

let anvil: Anvil;
beforeAll(async () => {
  anvil = await startAnvil();
  await placePinger(anvil);
});
afterAll(() => anvil.stop());
beforeEach(() => anvil.client.setAutomine(true));

const log = createLogger("test", "silent");

async function setUp(t: TestContext, options: Partial<SenderOptions> = {}) {
  const account = options.account ?? privateKeyToAccount(generatePrivateKey());
  await anvil.client.setBalance({ address: account.address, value: 10n ** 18n });
  const store = await openStore(`${scratchDir(t)}/store.db`, []);
  t.onTestFinished(() => store.close());
  const publicClient = testChainClient(anvil.rpcUrl);
  const make = () =>
    createSender({ publicClient, account, store, log, abi: pingerAbi, missedReceiptMs: 0, ...options });
  const sender = make();
  t.onTestFinished(() => sender.stop());
  return { sender, make, account, store, address: account.address };
}

const journalOf = (store: Awaited<ReturnType<typeof setUp>>["store"]) =>
  store.kernel
    .selectFrom("kernel_transaction")
    .select(["nonce", "label", "state"])
    .orderBy("nonce")
    .execute();
const attemptsOf = (store: Awaited<ReturnType<typeof setUp>>["store"]) =>
  store.kernel.selectFrom("kernel_attempt").selectAll().orderBy("attempt").execute();

test("a transaction that would be reverted costs no nonce and names the reason", async (t) => {
  const { sender, address, store } = await setUp(t);
  await assert.rejects(sender.send({ to: PINGER, data: ping(0n), label: "ping" }), (error: RevertError) => {
    assert.ok(error instanceof RevertError);
    assert.equal(error.errorName, "Refused");
    assert.deepEqual(error.args, [42n]);
    assert.equal(error.txHash, undefined);
    assert.match(error.message, /"ping" would be reverted, so it was not sent: Refused\(42\)/);
    return true;
  });
  assert.equal(await anvil.client.getTransactionCount({ address }), 0);
  assert.deepEqual(await journalOf(store), []);
});

test("a revert on chain names label, hash and reason, and the next send goes on", async (t) => {
  const { sender, store } = await setUp(t);
  await assert.rejects(
    sender.send({ to: PINGER, data: ping(0n), label: "ping", gas: 100_000n }),
    (error: RevertError) => {
      assert.match(error.message, /"ping" was reverted on chain \(0x[0-9a-f]{64}\): Refused\(42\)/);
      return true;
    },
  );
  const receipt = await sender.send({ to: PINGER, data: ping(1n), label: "again" });
  assert.equal(receipt.status, "success");
  assert.deepEqual(
    (await journalOf(store)).map(({ state }) => state),
    ["mined", "mined"],
  );
});

test("an account without ether is told so, and uses no nonce", async (t) => {
  const { sender, address, store } = await setUp(t);
  await anvil.client.setBalance({ address, value: 1000n });
  await assert.rejects(sender.send({ to: PINGER, data: ping(1n), label: "ping" }), /holds 1000 wei of ether/);
  assert.deepEqual(await journalOf(store), []);
});

test("gas above the cap is refused before a nonce is used", async (t) => {
  const { sender, store } = await setUp(t, { maxFeePerGasWei: 1n });
  await assert.rejects(sender.send({ to: PINGER, data: ping(1n), label: "ping" }), { name: "TryAgainError" });
  assert.deepEqual(await journalOf(store), []);
});

test("sends at the same time are mined one after the other, in order", async (t) => {
  const { sender, address } = await setUp(t);
  const numbers = [1n, 2n, 3n, 4n, 5n];
  const receipts = await Promise.all(
    numbers.map((number) => sender.send({ to: PINGER, data: ping(number), label: `ping ${number}` })),
  );
  assert.deepEqual(
    receipts.map(({ logs }) => BigInt(logs[0]?.data ?? 0)),
    numbers,
  );
  assert.equal(await anvil.client.getTransactionCount({ address }), 5);
});

test("a stuck transaction is replaced on its nonce by one that pays at least 12.5 % more", async (t) => {
  const { sender, store, address } = await setUp(t, { bumpAfterMs: 100 });
  await anvil.client.setAutomine(false);
  const sending = sender.send({ to: PINGER, data: ping(1n), label: "ping" });
  while ((await attemptsOf(store)).length < 3) await pause(20);
  await anvil.client.mine({ blocks: 1 });
  const receipt = await sending;
  const attempts = await attemptsOf(store);
  assert.notEqual(receipt.transactionHash, attempts[0]?.hash);
  for (const part of ["max_fee_per_gas", "max_priority_fee_per_gas"] as const) {
    assert.ok(BigInt(attempts[1]![part]) * 1000n >= BigInt(attempts[0]![part]) * 1125n, part);
  }
  assert.equal(await anvil.client.getTransactionCount({ address }), 1);
});

test("a stuck transaction at the cap waits without paying more", async (t) => {
  const { maxFeePerGas } = await anvil.client.estimateFeesPerGas();
  const { sender, store } = await setUp(t, { bumpAfterMs: 50, maxFeePerGasWei: maxFeePerGas });
  await anvil.client.setAutomine(false);
  const sending = sender.send({ to: PINGER, data: ping(1n), label: "ping" });
  await pause(400);
  assert.equal((await attemptsOf(store)).length, 1);
  await anvil.client.mine({ blocks: 1 });
  assert.equal((await sending).status, "success");
});

test("a transaction of somebody else that waits on our nonce is an error", async (t) => {
  const { sender, account, store } = await setUp(t);
  await anvil.client.setAutomine(false);
  await sendElsewhere(account);
  await assert.rejects(sender.send({ to: PINGER, data: ping(1n), label: "ping" }), AccountUsedElsewhereError);
  assert.deepEqual(await journalOf(store), []);
});

test("a transaction of somebody else that is mined on our nonce is an error, and the next send goes on", async (t) => {
  const { sender, account, store } = await setUp(t, { bumpAfterMs: 60_000 });
  await anvil.client.setAutomine(false);
  const sending = sender.send({ to: PINGER, data: ping(1n), label: "ping" });
  while ((await attemptsOf(store)).length < 1) await pause(10);
  await pause(100);
  await sendElsewhere(account, { maxFeePerGas: 100n * 10n ** 9n });
  await anvil.client.mine({ blocks: 1 });
  await assert.rejects(sending, AccountUsedElsewhereError);
  assert.equal((await journalOf(store))[0]?.state, "lost");
  await anvil.client.setAutomine(true);
  assert.equal((await sender.send({ to: PINGER, data: ping(2n), label: "next" })).status, "success");
});

test("a transaction of somebody else between two of ours is an error once", async (t) => {
  const { sender, account } = await setUp(t);
  await sender.send({ to: PINGER, data: ping(1n), label: "first" });
  await sendElsewhere(account, { nonce: 1 });
  await assert.rejects(
    sender.send({ to: PINGER, data: ping(2n), label: "second" }),
    AccountUsedElsewhereError,
  );
  assert.equal((await sender.send({ to: PINGER, data: ping(2n), label: "second" })).status, "success");
});

test("transactions that a reorg dropped and the node refuses at first are all mined in the end", async (t) => {
  let refusals = 0;
  const proxy = await startRpcProxy(anvil.rpcUrl, ({ method }) =>
    method === "eth_sendRawTransaction" && refusals-- > 0
      ? { error: { code: -32_000, message: "txpool is full" } }
      : "pass",
  );
  t.onTestFinished(() => proxy.stop());
  const { sender, address } = await setUp(t, { publicClient: testChainClient(proxy.rpcUrl) });
  const snapshot = await anvil.client.snapshot();
  for (const number of [1n, 2n])
    await sender.send({ to: PINGER, data: ping(number), label: `ping ${number}` });
  await anvil.client.revert({ id: snapshot });
  refusals = 2;
  await sender.recover();
  assert.equal(await anvil.client.getTransactionCount({ address }), 2);
});

test("a transaction that a reorg drops while the next one waits is sent again", async (t) => {
  const { sender, address, store } = await setUp(t, { bumpAfterMs: 300 });
  const snapshot = await anvil.client.snapshot();
  await sender.send({ to: PINGER, data: ping(1n), label: "first" });
  await anvil.client.setAutomine(false);
  const sending = sender.send({ to: PINGER, data: ping(2n), label: "second" });
  while ((await attemptsOf(store)).length < 2) await pause(10);
  await pause(100);
  await anvil.client.revert({ id: snapshot });
  await anvil.client.setAutomine(true);
  await sending;
  assert.equal(await anvil.client.getTransactionCount({ address }), 2);
});

test("AGT-2: a transaction that a reorg dropped is mined again before anything new is decided", async (t) => {
  const { sender, address } = await setUp(t, { bumpAfterMs: 60_000 });
  const snapshot = await anvil.client.snapshot();
  await sender.send({ to: PINGER, data: ping(1n), label: "first" });
  await anvil.client.revert({ id: snapshot });
  assert.equal(await anvil.client.getTransactionCount({ address }), 0);
  await sender.recover();
  assert.equal(await anvil.client.getTransactionCount({ address }), 1);
  await sender.send({ to: PINGER, data: ping(2n), label: "second" });
  assert.equal(await anvil.client.getTransactionCount({ address }), 2);
});

test("an RPC that answers 'already known' or not at all to a broadcast does not stop it", async (t) => {
  let calls = 0;
  const proxy = await startRpcProxy(anvil.rpcUrl, ({ method }) => {
    if (method !== "eth_sendRawTransaction") return "pass";
    calls += 1;
    if (calls === 1) return { error: { code: -32_603, message: "upstream timed out" } };
    if (calls === 2) return { error: { code: -32_000, message: "already known" } };
    return "pass";
  });
  t.onTestFinished(() => proxy.stop());
  const { sender } = await setUp(t, { publicClient: testChainClient(proxy.rpcUrl), bumpAfterMs: 100 });
  assert.equal((await sender.send({ to: PINGER, data: ping(1n), label: "ping" })).status, "success");
  assert.equal(calls, 3);
});

test("a transaction that the node refuses frees its nonce", async (t) => {
  let refusing = true;
  const proxy = await startRpcProxy(anvil.rpcUrl, ({ method }) =>
    refusing && method === "eth_sendRawTransaction"
      ? { error: { code: -32_000, message: "exceeds block gas limit" } }
      : "pass",
  );
  t.onTestFinished(() => proxy.stop());
  const { sender, store } = await setUp(t, { publicClient: testChainClient(proxy.rpcUrl) });
  await assert.rejects(
    sender.send({ to: PINGER, data: ping(1n), label: "ping" }),
    /refused "ping": .*block gas limit/,
  );
  assert.deepEqual(await journalOf(store), []);
  refusing = false;
  assert.equal((await sender.send({ to: PINGER, data: ping(2n), label: "next" })).status, "success");
});

test("an RPC that fails while a transaction waits is asked again", async (t) => {
  let failures = 0;
  const proxy = await startRpcProxy(anvil.rpcUrl, ({ method }) =>
    method === "eth_getTransactionReceipt" && ++failures <= 3
      ? { error: { code: -32_603, message: "internal error" } }
      : "pass",
  );
  t.onTestFinished(() => proxy.stop());
  const { sender } = await setUp(t, { publicClient: testChainClient(proxy.rpcUrl) });
  assert.equal((await sender.send({ to: PINGER, data: ping(1n), label: "ping" })).status, "success");
});

test("stop lets go of a waiting transaction, and a new sender takes it up before its own", async (t) => {
  const { sender, make, store } = await setUp(t);
  await anvil.client.setAutomine(false);
  const sending = sender.send({ to: PINGER, data: ping(1n), label: "first" });
  const refused = assert.rejects(sending, {
    name: "TryAgainError",
    message: /Stopped before "first" was mined/,
  });
  while ((await attemptsOf(store)).length < 1) await pause(10);
  await sender.stop();
  await refused;
  await anvil.client.setAutomine(true);
  await anvil.client.mine({ blocks: 1 });
  const next = make();
  t.onTestFinished(() => next.stop());
  assert.equal((await next.send({ to: PINGER, data: ping(2n), label: "second" })).status, "success");
  assert.deepEqual(await journalOf(store), [
    { nonce: 0, label: "first", state: "mined" },
    { nonce: 1, label: "second", state: "mined" },
  ]);
});

async function sendElsewhere(account: LocalAccount, { nonce = 0, maxFeePerGas = 10n * 10n ** 9n } = {}) {
  const serializedTransaction = await account.signTransaction({
    type: "eip1559",
    chainId: 31_337,
    nonce,
    to: account.address,
    gas: 21_000n,
    maxFeePerGas,
    maxPriorityFeePerGas: maxFeePerGas,
  });
  await anvil.client.sendRawTransaction({ serializedTransaction });
}
