// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { numberToHex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { type TestContext, test } from "vitest";
import { payeeOfSplit } from "../chain/payee.ts";
import { periodPayments } from "./periodPayments.ts";
import { PeriodRefused } from "./requestPeriod.ts";

const sessionAccount = privateKeyToAccount(generatePrivateKey());
const channel = { chainId: 1, paymentChannels: numberToHex(9, { size: 20 }), sessionAccount };
const key = {
  payer: numberToHex(1, { size: 20 }),
  payee: payeeOfSplit(3n),
  token: numberToHex(2, { size: 20 }),
  salt: 5n,
  sessionKey: sessionAccount.address,
};
const contentId = numberToHex(7, { size: 32 });
const PRICE = 60n;
const period = (number: bigint) => ({ contentId, period: number, priceWei: PRICE });

/** A sequencer by the rule of docs: a new period is given once all before it are paid. `lie` is added to what it says is owed. */
async function openPayments(t: TestContext, { owedBefore = 0n, lie = 0n } = {}) {
  let paid = 0n;
  let charged = owedBefore;
  const given = new Set<string>();
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const part of request) text += part;
    const asked = JSON.parse(text) as { contentId: string; period: string; price: string };
    const send = (status: number, body: object) => response.writeHead(status).end(JSON.stringify(body));
    if (!given.has(asked.period) && charged > paid)
      return send(402, { code: "not_paid", detail: "pay first", owed: `${charged + lie}`, paid: `${paid}` });
    if (!given.has(asked.period)) charged += BigInt(asked.price);
    given.add(asked.period);
    const receipt = { viewer: key.payer, contentId, period: asked.period, price: asked.price, expiresAt: 9 };
    send(200, { receipt, signature: "0x01" });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.onTestFinished(() => void server.close());
  const sequencerUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const payments: bigint[] = [];
  const session = {
    get paidWei() {
      return paid;
    },
    async pay(amountWei: bigint) {
      payments.push(amountWei);
      paid += amountWei;
      return { channelId: contentId, acceptedWei: paid, addedWei: amountWei };
    },
  };
  return { payments, ...periodPayments({ ...channel, key, session, sequencerUrl }) };
}

const pays = async (times: number, session: { pay(wei: bigint): Promise<unknown> }) => {
  for (let second = 0; second < times; second++) await session.pay(1n);
};

test("whoever watches all of each period pays by the second, and nothing twice", async (t) => {
  const { payments, paymentSession, receiptOf } = await openPayments(t);
  assert.equal((await receiptOf(period(0n))).receipt.period, 0n);
  await pays(60, paymentSession);
  await receiptOf(period(1n));
  await pays(60, paymentSession);
  assert.deepEqual(
    payments,
    Array.from({ length: 120 }, () => 1n),
  );
});

test("a key that is wanted early pays the rest of its period, whose seconds then play unpaid", async (t) => {
  const { payments, paymentSession, receiptOf } = await openPayments(t);
  await receiptOf(period(0n));
  await pays(25, paymentSession);
  await receiptOf(period(1n));
  assert.equal(payments.at(-1), 35n);
  await pays(35, paymentSession);
  assert.equal(paymentSession.paidWei, 60n);
  await pays(60, paymentSession);
  assert.equal(paymentSession.paidWei, 120n, "each second once");
});

test("a second that is partly paid ahead pays the rest", async (t) => {
  const { payments, paymentSession, receiptOf } = await openPayments(t);
  await receiptOf(period(0n));
  await paymentSession.pay(59n);
  await receiptOf(period(1n));
  await paymentSession.pay(3n);
  assert.deepEqual(payments, [59n, 1n, 2n]);
});

test("qualities that ask at once pay once, and a known period is free", async (t) => {
  const { payments, receiptOf } = await openPayments(t);
  await receiptOf(period(0n));
  await Promise.all([receiptOf(period(1n)), receiptOf(period(1n)), receiptOf(period(0n))]);
  assert.deepEqual(payments, [60n]);
});

test("what an earlier visit left unpaid is paid first; more than it can have left is not", async (t) => {
  const left = await openPayments(t, { owedBefore: 60n });
  await left.receiptOf(period(4n));
  assert.deepEqual(left.payments, [60n]);
  const talkedUp = await openPayments(t, { owedBefore: 60n, lie: 1_000n });
  await assert.rejects(talkedUp.receiptOf(period(4n)), (error) => {
    assert.ok(error instanceof PeriodRefused);
    return error.code === "not_paid" && error.owedWei === 1_060n;
  });
  assert.deepEqual(talkedUp.payments, []);
});

test("a payment that fails leaves what was paid ahead", async (t) => {
  const { paymentSession, receiptOf } = await openPayments(t);
  await receiptOf(period(0n));
  await receiptOf(period(1n));
  await paymentSession.pay(60n);
  assert.equal(paymentSession.paidWei, 60n);
});
