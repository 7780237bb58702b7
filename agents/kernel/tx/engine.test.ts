// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { numberToHex } from "viem";
import { type TestContext, test } from "vitest";
import { offer, senderOnFakeChain as setUp, watch } from "../testing/senderOnFakeChain.ts";

const SLOW = "0x01";
const URGENT = "0x02";
const OTHER = "0x03";
const CAP = 16_777_216n;

async function overtaken(t: TestContext) {
  const all = await setUp(t);
  const { chain, sender, send, until, wait } = all;
  const sending = watch(send(SLOW));
  await until(() => chain.pool.size === 1);
  const slow = chain.pool.get(0)!;
  wait(12_000);
  const flight = await sender.look();
  assert.equal(flight.stuck, true);
  await sender.offer([offer(URGENT)], flight);
  assert.deepEqual(
    [...chain.pool.values()].map(({ data }) => data),
    [URGENT],
    "a send is signed for no second nonce while its first may mine it",
  );
  assert.ok(chain.pool.get(0)!.maxFeePerGas * 8n >= slow.maxFeePerGas * 9n);
  return { ...all, sending, slow };
}

test("an urgent offer overtakes an awaited send, which is mined once on the next nonce", async (t) => {
  const { chain, sending, until, states } = await overtaken(t);
  chain.mine();
  await until(() => chain.pool.has(1));
  assert.equal(sending.isSettled(), false, "the receipt of another on its nonce is not its own");
  chain.mine();
  await until(sending.isSettled);
  assert.deepEqual(
    chain.mined.map(({ data }) => data),
    [URGENT, SLOW],
  );
  assert.equal(sending.seen.value?.transactionHash, chain.mined[1]!.hash);
  assert.deepEqual(await states(), ["mined", "mined"]);
});

test("an overtaken send whose older form is mined after all is not sent again", async (t) => {
  const { chain, sender, sending, slow, until } = await overtaken(t);
  chain.pool.set(0, slow);
  chain.mine();
  await until(sending.isSettled);
  assert.equal(sending.seen.value?.transactionHash, slow.hash);
  const { pending, keys } = await sender.look();
  assert.deepEqual([pending.length, keys.size, chain.pool.size], [0, 0, 0]);
});

test("sends and offers share the nonces of one account while a send waits", async (t) => {
  const { chain, sender, send, until } = await setUp(t);
  const sending = watch(send(SLOW));
  await until(() => chain.pool.size === 1);
  await sender.offer([offer(URGENT), offer(OTHER)], await sender.look());
  const flight = await sender.look();
  assert.deepEqual([flight.stuck, [...flight.keys]], [false, [URGENT, OTHER]]);
  chain.mine();
  await until(sending.isSettled);
  assert.deepEqual(
    chain.mined.map(({ data }) => data),
    [SLOW, URGENT, OTHER],
  );
});

test("a receipt of a nonce that is not ours is never taken as success", async (t) => {
  const { chain, send, until, wait, states } = await setUp(t);
  const sending = watch(send(SLOW));
  await until(() => chain.pool.size === 1);
  // the same call, signed elsewhere
  chain.pool.set(0, { ...chain.pool.get(0)!, hash: numberToHex(7, { size: 32 }) });
  chain.mine();
  let looks = 0;
  await until(() => ++looks > 50);
  assert.equal(
    sending.isSettled(),
    false,
    "a receipt may come a while after its nonce, however often one looks",
  );
  wait(60_000);
  await until(sending.isSettled);
  assert.equal((sending.seen.error as Error).name, "AccountUsedElsewhereError");
  assert.deepEqual(await states(), ["lost"]);
});

test("a first transaction that is underpriced pays the pool's floor", async (t) => {
  const { chain, send, until } = await setUp(t);
  const floorWei = 3n * 10n ** 9n;
  const error = {
    code: -32_000,
    message: "transaction underpriced: tip needed 3000000000, tip permitted 100000000",
  };
  chain.judge = ({ maxPriorityFeePerGas }) => (maxPriorityFeePerGas < floorWei ? error : undefined);
  const sending = watch(send(SLOW));
  await until(() => chain.pool.size === 1);
  const { maxPriorityFeePerGas, maxFeePerGas } = chain.pool.get(0)!;
  assert.ok(maxPriorityFeePerGas < 3n * floorWei && maxFeePerGas >= maxPriorityFeePerGas + chain.baseFeeWei);
  chain.mine();
  await until(sending.isSettled);
  assert.equal(sending.seen.value?.status, "success");
});

test("a floor above what may be paid is a refusal, and the nonce is free", async (t) => {
  const { chain, send, until, states } = await setUp(t);
  chain.judge = () => ({ code: -32_000, message: "transaction underpriced" });
  const sending = watch(send(SLOW));
  await until(sending.isSettled);
  assert.match(String(sending.seen.error), /RefusedError: .*underpriced/);
  assert.deepEqual(await states(), []);
});

test("EIP-7825: more gas than a transaction may use is refused before anything is signed", async (t) => {
  const { chain, sender, send, states } = await setUp(t);
  const refused = {
    name: "GasCapError",
    message: /"send 0x01" needs \d+ gas, .* 16777216 at most \(EIP-7825\)/,
  };
  await assert.rejects(send(SLOW, CAP + 1n), refused);
  chain.estimatedGas = 20_000_000n;
  await assert.rejects(send(SLOW), refused);
  const offers = [offer(URGENT, { gas: CAP + 1n }), offer(OTHER)];
  await assert.rejects(sender.offer(offers, await sender.look()), { name: "GasCapError" });
  assert.deepEqual(
    [...chain.pool.values()].map(({ data }) => data),
    [OTHER],
    "the others go on",
  );
  assert.deepEqual(await states(), ["open"]);
});

test("EIP-7825: the headroom of an estimate ends at what a transaction may use", async (t) => {
  const { chain, send, until } = await setUp(t);
  chain.estimatedGas = 15_000_000n;
  watch(send(SLOW));
  await until(() => chain.pool.size === 1);
  assert.equal(chain.pool.get(0)!.gas, CAP);
});

test("an offer that the node refuses leaves its nonce to the next offer, and may be made again", async (t) => {
  const { chain, sender } = await setUp(t);
  chain.judge = ({ data }) => (data === URGENT ? { code: -32_603, message: "txpool is full" } : undefined);
  await sender.offer([offer(URGENT), offer(OTHER)], await sender.look());
  assert.deepEqual(
    [...chain.pool].map(([nonce, { data }]) => [nonce, data]),
    [[0, OTHER]],
  );
  assert.deepEqual([...(await sender.look()).keys], [OTHER]);
});

test("AGT-2: after a crash, what an earlier process left open pays more until it is mined, once", async (t) => {
  const { chain, send, restart, until, wait } = await setUp(t);
  watch(send(SLOW));
  await until(() => chain.pool.size === 1);
  const first = chain.pool.get(0)!;
  const sender = restart();
  const recovering = watch(sender.recover());
  await until(() => true);
  wait(12_000);
  await until(() => chain.pool.get(0)!.hash !== first.hash);
  assert.equal(chain.pool.get(0)!.data, SLOW);
  chain.mine();
  await until(recovering.isSettled);
  assert.equal(recovering.seen.error, undefined);
  assert.equal(chain.mined.length, 1);
});

test("a transaction that may have arrived keeps its nonce, whatever the node says later", async (t) => {
  const { chain, send, until, states } = await setUp(t);
  const answers = [
    { code: -32_603, message: "upstream timed out" },
    { code: -32_000, message: "txpool is full" },
  ];
  chain.judge = () => answers.shift();
  const sending = watch(send(SLOW));
  await until(() => chain.pool.size === 1);
  assert.deepEqual([answers.length, await states()], [0, ["open"]]);
  chain.mine();
  await until(sending.isSettled);
  assert.equal(sending.seen.value?.transactionHash, chain.mined[0]!.hash);
});

/** A restarted sender, whose earlier transaction this node has dropped, and refuses. */
async function refusedAfterRestart(t: TestContext) {
  const { chain, send, restart, until } = await setUp(t);
  watch(send(SLOW));
  await until(() => chain.pool.size === 1);
  const first = chain.pool.get(0)!;
  chain.pool.clear();
  chain.judge = () => ({ code: -32_000, message: "txpool is full" });
  const sender = restart();
  const recovering = watch(sender.recover());
  await until(recovering.isSettled);
  return { chain, sender, first, recovering, until };
}

test("what an earlier process sent, and this node refuses, may still be mined by another node: once", async (t) => {
  const { chain, sender, first, recovering, until } = await refusedAfterRestart(t);
  assert.equal(recovering.seen.error, undefined);
  chain.judge = () => undefined;
  chain.mined.push(first);
  const sending = watch(sender.send({ to: numberToHex(1, { size: 20 }), data: OTHER, label: "other" }));
  await until(() => chain.pool.size === 1);
  chain.mine();
  await until(sending.isSettled);
  assert.equal(sending.seen.error, undefined);
  assert.deepEqual(
    chain.mined.map(({ data }) => data),
    [SLOW, OTHER],
  );
});

test("a nonce that this node freed, and that waits at another node, is no other sender's", async (t) => {
  const { chain, sender, first, until } = await refusedAfterRestart(t);
  // the balancer's next node has the first form
  chain.pool.set(0, first);
  chain.judge = () => ({ code: -32_000, message: "replacement transaction underpriced" });
  const sending = watch(sender.send({ to: numberToHex(1, { size: 20 }), data: OTHER, label: "other" }));
  let looks = 0;
  await until(() => ++looks > 5);
  assert.equal(sending.seen.error, undefined);
  chain.judge = () => undefined;
  chain.mine();
  await until(() => chain.pool.size === 1);
  chain.mine();
  await until(sending.isSettled);
  assert.deepEqual(
    chain.mined.map(({ data }) => data),
    [SLOW, OTHER],
  );
});
