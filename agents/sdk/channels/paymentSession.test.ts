// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { numberToHex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { type TestContext, test } from "vitest";
import { payeeOfSplit } from "../chain/payee.ts";
import { SequencerUnreachable } from "../wire/requestJson.ts";
import { PaymentSession } from "./paymentSession.ts";
import { VoucherRefused } from "./postVoucher.ts";
import { signVoucher } from "./voucher.ts";

type Posted = { cumulative: string };
type Answer = { status: number; body: object } | "hang up";

const sessionAccount = privateKeyToAccount(generatePrivateKey());
const contract = { chainId: 1, paymentChannels: numberToHex(9, { size: 20 }) };
const key = {
  payer: numberToHex(1, { size: 20 }),
  payee: payeeOfSplit(3n),
  token: numberToHex(2, { size: 20 }),
  salt: 5n,
  sessionKey: sessionAccount.address,
};
const accept = (cumulative: string): Answer => ({
  status: 200,
  body: { channelId: "0x", accepted: cumulative },
});

/** A sequencer that answers posts as `onPost` says, and GETs with `held`. */
async function openPaymentSession(
  t: TestContext,
  onPost: (cumulative: string, count: number) => Answer,
  held?: object,
) {
  const posted: string[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const part of request) text += part;
    const send = ({ status, body }: Exclude<Answer, "hang up">) =>
      response.writeHead(status).end(JSON.stringify(body));
    if (request.method === "GET")
      return send({ status: held ? 200 : 404, body: held ?? { code: "unknown_channel" } });
    const { cumulative } = JSON.parse(text) as Posted;
    posted.push(cumulative);
    const answer = onPost(cumulative, posted.length);
    if (answer === "hang up") return response.destroy();
    send(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.onTestFinished(() => void server.close());
  const sequencerUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    posted,
    payments: new PaymentSession({ ...contract, key, sessionAccount, sequencerUrl, depositWei: 100n }),
  };
}

test("a lost answer and a broken sequencer are asked again, with the same voucher", async (t) => {
  const answers: Answer[] = ["hang up", { status: 503, body: { code: "not_stored" } }];
  const { payments, posted } = await openPaymentSession(
    t,
    (cumulative, count) => answers[count - 1] ?? accept(cumulative),
  );
  await payments.pay(10n);
  assert.deepEqual([posted, payments.paidWei], [["10", "10", "10"], 10n]);
});

test("a payment that nobody answers is not counted, and paid once when paid again", async (t) => {
  let down = true;
  const { payments, posted } = await openPaymentSession(t, (cumulative) =>
    down ? "hang up" : accept(cumulative),
  );
  await assert.rejects(payments.pay(10n), SequencerUnreachable);
  assert.equal(payments.paidWei, 0n);
  down = false;
  await payments.pay(10n);
  assert.deepEqual([new Set(posted), payments.paidWei], [new Set(["10"]), 10n]);
});

test("a refusal is not asked again, and says why", async (t) => {
  const body = { code: "channel_closing", detail: "The payer is closing this channel." };
  const { payments, posted } = await openPaymentSession(t, () => ({ status: 409, body }));
  await assert.rejects(
    payments.pay(10n),
    (error) => error instanceof VoucherRefused && error.code === "channel_closing",
  );
  assert.deepEqual([posted.length, payments.paidWei], [1, 0n]);
});

test("never signs past the deposit, and goes on once it is raised", async (t) => {
  const { payments, posted } = await openPaymentSession(t, accept);
  await assert.rejects(payments.pay(101n), { name: "DepositExhausted" });
  assert.deepEqual(posted, []);
  payments.raiseDeposit(150n);
  payments.raiseDeposit(100n);
  await payments.pay(101n);
  assert.equal(payments.paidWei, 101n);
  for (const amount of [0n, -1n]) assert.throws(() => payments.pay(amount), RangeError);
});

test("goes on from a higher voucher of its own", async (t) => {
  const { cumulative, signature } = await signVoucher({ ...contract, key, cumulative: 40n, sessionAccount });
  const higher = { status: 409, body: { code: "not_higher", detail: "", accepted: "40" } };
  const onPost = (posted: string) => (BigInt(posted) > 40n ? accept(posted) : higher);
  const { payments, posted } = await openPaymentSession(t, onPost, {
    accepted: cumulative.toString(),
    signature,
  });
  await payments.pay(5n);
  assert.deepEqual([posted, payments.paidWei], [["5", "45"], 45n]);
});

test("cannot be talked up: a higher voucher counts only with its own signature", async (t) => {
  const { signature } = await signVoucher({ ...contract, key, cumulative: 4n, sessionAccount });
  const higher = { status: 409, body: { code: "not_higher", detail: "", accepted: "90" } };
  const { payments, posted } = await openPaymentSession(t, () => higher, { accepted: "90", signature });
  await assert.rejects(payments.pay(5n), /never signed/);
  assert.deepEqual([posted, payments.paidWei], [["5"], 0n]);
});
