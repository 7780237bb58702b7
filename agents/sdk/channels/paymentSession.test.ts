// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { numberToHex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { type TestContext, test } from "vitest";
import { payeeOfSplit } from "../chain/payee.ts";
import { InvalidInput } from "../errors/InvalidInput.ts";
import { SequencerUnreachable } from "../wire/requestJson.ts";
import { PaymentSession } from "./paymentSession.ts";
import { VoucherRefused } from "./postVoucher.ts";
import { signVoucher } from "./voucher.ts";

type Posted = { cumulative: string; postedBy?: string };
type Answer = { status: number; body: object; headers?: Record<string, string> } | "hang up";

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
  onPost: (cumulative: string, count: number, postedBy: string | undefined) => Answer,
  held?: object | (() => object | undefined),
) {
  const posted: string[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const part of request) text += part;
    const send = ({ status, body, headers }: Exclude<Answer, "hang up">) =>
      response.writeHead(status, headers).end(JSON.stringify(body));
    if (request.method === "GET") {
      const shown = typeof held === "function" ? held() : held;
      return send({ status: shown ? 200 : 404, body: shown ?? { code: "unknown_channel" } });
    }
    const { cumulative, postedBy } = JSON.parse(text) as Posted;
    posted.push(cumulative);
    const answer = onPost(cumulative, posted.length, postedBy);
    if (answer === "hang up") return response.destroy();
    send(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.onTestFinished(() => void server.close());
  const sequencerUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const parameters = { ...contract, key, sessionAccount, sequencerUrl, depositWei: 100n };
  return { posted, parameters, payments: new PaymentSession(parameters) };
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
  for (const amount of [0n, -1n]) assert.throws(() => payments.pay(amount), InvalidInput);
});

/** A sequencer that keeps the highest voucher, and answers what a post added, by poster. */
function keepHighest() {
  let held: { cumulative: bigint; signature: string } | undefined;
  const added = new Map<string, bigint>();
  return {
    held: () => held && { accepted: String(held.cumulative), signature: held.signature },
    async keep(cumulative: bigint) {
      const { signature } = await signVoucher({ ...contract, key, cumulative, sessionAccount });
      held = { cumulative, signature };
    },
    onPost(text: string, _count: number, postedBy = "nobody"): Answer {
      const [cumulative, before] = [BigInt(text), held?.cumulative ?? 0n];
      const payment = `${postedBy} ${text}`;
      if (cumulative < before && !added.has(payment))
        return { status: 409, body: { code: "not_higher", detail: "", accepted: String(before) } };
      if (cumulative > before) {
        added.set(payment, cumulative - before);
        held = { cumulative, signature: "" };
      }
      const body = {
        channelId: "0x",
        accepted: String(held?.cumulative),
        added: String(added.get(payment) ?? 0n),
      };
      return { status: 200, body };
    },
  };
}

test("two sessions on one channel: 10 payments of 7 each promise 140, one after another or at once", async (t) => {
  for (const atOnce of [false, true]) {
    const { onPost, held } = keepHighest();
    const { parameters, posted } = await openPaymentSession(t, onPost, held);
    const sessions = [1, 2].map(() => new PaymentSession({ ...parameters, depositWei: 140n }));
    const pays = Array.from({ length: 20 }, (_, n) => () => sessions[n % 2]!.pay(7n));
    if (atOnce) await Promise.all(pays.map((pay) => pay()));
    else for (const pay of pays) await pay();
    assert.deepEqual(
      posted,
      Array.from({ length: 20 }, (_, n) => String((n + 1) * 7)),
    );
    for (const { paidWei } of sessions) assert.equal(paidWei, 140n);
  }
});

test("a session elsewhere that posts the same voucher first makes the payment refused, and paid by the next", async (t) => {
  const { onPost, held } = keepHighest();
  const { payments, posted } = await openPaymentSession(t, onPost, held);
  await payments.pay(7n);
  for (const [theirs, ours, added] of [
    [14, 7n, 0],
    [24, 10n, 7],
    [44, 10n, 0],
  ] as const) {
    onPost(String(theirs), 0, "another page");
    await assert.rejects(payments.pay(ours), (error) => {
      assert.match(
        String(error),
        new RegExp(`PaymentShared: .* of ${ours} wei added ${added}: another session pays`),
      );
      return true;
    });
    await payments.pay(ours);
  }
  // 7 + 7 + 10 + 10 of its own, and 7 + 3 + 10 of the other page
  assert.deepEqual(posted, ["7", "14", "21", "31", "34", "44", "54"]);
});

test("a session that is made anew begins from what the sequencer accepted", async (t) => {
  const { onPost, held, keep } = keepHighest();
  await keep(40n);
  const { payments, posted } = await openPaymentSession(t, onPost, held);
  await payments.pay(5n);
  assert.deepEqual([posted, payments.paidWei], [["45"], 45n]);
});

test("a deposit that is too fresh is waited for, and the reason is told", async (t) => {
  const later: Answer = {
    ...{ status: 425, headers: { "retry-after": "0" } },
    body: { code: "not_final", detail: "Only 0 wei of the deposit are final." },
  };
  const { parameters, posted } = await openPaymentSession(t, (cumulative, count) =>
    count < 3 ? later : accept(cumulative),
  );
  const reasons: unknown[] = [];
  const payments = new PaymentSession({ ...parameters, onWait: ({ json }) => reasons.push(json.code) });
  await payments.pay(10n);
  assert.deepEqual(
    [posted, reasons],
    [
      ["10", "10", "10"],
      ["not_final", "not_final"],
    ],
  );
});

test("patience ends: then the refusal is thrown with its reason", async (t) => {
  const { parameters } = await openPaymentSession(t, () => ({
    ...{ status: 425, headers: { "retry-after": "0" } },
    body: { code: "not_final", detail: "" },
  }));
  const payments = new PaymentSession({ ...parameters, patienceMs: 1_000 });
  await assert.rejects(
    payments.pay(10n),
    (error) => error instanceof VoucherRefused && error.code === "not_final",
  );
});

test("a deposit that the sequencer has not seen yet is no refusal, neither an opening's nor a top-up's", async (t) => {
  const unseen: Record<number, Answer> = {
    1: { status: 404, body: { code: "unknown_channel", detail: "" } },
    3: { status: 402, body: { code: "above_deposit", detail: "" } },
  };
  const { payments, posted } = await openPaymentSession(
    t,
    (cumulative, count) => unseen[count] ?? accept(cumulative),
  );
  payments.raiseDeposit(110n);
  await payments.pay(100n);
  payments.raiseDeposit(150n);
  await payments.pay(50n);
  assert.deepEqual(posted, ["100", "100", "150", "150"]);
});

test("a channel that is unknown though nothing was deposited just now is refused at once", async (t) => {
  const { payments, posted } = await openPaymentSession(t, () => ({
    status: 404,
    body: { code: "unknown_channel", detail: "" },
  }));
  await assert.rejects(
    payments.pay(10n),
    (error) => error instanceof VoucherRefused && error.code === "unknown_channel",
  );
  assert.deepEqual(posted, ["10"]);
});

test("goes on from a higher voucher of its own", async (t) => {
  const { cumulative, signature } = await signVoucher({ ...contract, key, cumulative: 40n, sessionAccount });
  const higher = { status: 409, body: { code: "not_higher", detail: "", accepted: "40" } };
  let shown: object | undefined;
  const onPost = (posted: string) => {
    shown = { accepted: cumulative.toString(), signature };
    return BigInt(posted) > 40n ? accept(posted) : higher;
  };
  const { payments, posted } = await openPaymentSession(t, onPost, () => shown);
  await payments.pay(5n);
  assert.deepEqual([posted, payments.paidWei], [["5", "45"], 45n]);
});

test("cannot be talked up: a higher voucher counts only with its own signature", async (t) => {
  const { signature } = await signVoucher({ ...contract, key, cumulative: 4n, sessionAccount });
  const higher = { status: 409, body: { code: "not_higher", detail: "", accepted: "90" } };
  const { payments, posted } = await openPaymentSession(t, () => higher, { accepted: "90", signature });
  await assert.rejects(payments.pay(5n), /never signed/);
  assert.deepEqual([posted, payments.paidWei], [[], 0n]);
});
