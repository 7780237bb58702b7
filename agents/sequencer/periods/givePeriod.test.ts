// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { type Hex, hexToBytes, pad, toHex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { type TestContext, test } from "vitest";
import { HttpError } from "../../kernel/http/problem.ts";
import { TryAgainError } from "../../kernel/process/errors.ts";
import { openStore } from "../../kernel/store/store.ts";
import { scratchDir } from "../../kernel/testing/scratch.ts";
import type { Payee } from "../../sdk/chain/payee.ts";
import type { Channel, ChannelKey } from "../../sdk/channels/channel.ts";
import { type PeriodRequest, signPeriodRequest } from "../../sdk/channels/periodRequest.ts";
import { createRecoverSigner } from "../../vouchers/recoverSigner.ts";
import { createVoucherStore } from "../../vouchers/voucherStore.ts";
import { type SequencerTables, sequencerMigrations } from "../openings.ts";
import { createFindFunds } from "../topUps.ts";
import { createGivePeriod } from "./givePeriod.ts";
import { createPeriodStore } from "./periodStore.ts";

const contract = { chainId: 31_337, paymentChannels: toHex(9, { size: 20 }) };
const sessionAccount = privateKeyToAccount(generatePrivateKey());
const sessionKey = sessionAccount.address.toLowerCase() as Hex;
const token = toHex(3, { size: 20 });
const payee: Payee = pad("0x02");
const keyOf = (payer: number, more: Partial<ChannelKey> = {}): ChannelKey => ({
  ...{ payer: toHex(payer, { size: 20 }), payee, token, salt: 0n, sessionKey, ...more },
});

const [film, series, strange]: Hex[] = [pad("0xf1"), pad("0xf2"), pad("0xf3")];
const works = new Map<Hex, Payee>([
  [film!, payee],
  [series!, payee],
  [strange!, pad("0x99")],
]);
const OPEN: Channel = { deposit: 1_000n, settled: 0n, closesAt: 0, windowSec: 900 };
const [first, second, others]: Hex[] = [pad("0xc1"), pad("0xc2"), pad("0xc3")];

/** A sequencer's judge of periods over a real store, and a chain with three channels: two of one payer, one of another. */
async function setUp(t: TestContext, path = `${scratchDir(t)}/store.db`) {
  const open = () => openStore<SequencerTables>(path, sequencerMigrations);
  const chain = {
    keys: new Map([
      [first!, keyOf(1)],
      [second!, keyOf(1, { salt: 1n })],
      [others!, keyOf(2)],
    ]),
    channels: new Map([first, second, others].map((id) => [id!, { ...OPEN }])),
    nowMs: 1_000_000_000,
    sec: 0,
    blindMs: 0,
    isBonded: true,
    signed: 0,
    workReads: 0,
  };
  const viewOf = async (id: Hex) => {
    const channel = chain.channels.get(id) ?? { deposit: 0n, settled: 0n, closesAt: 0, windowSec: 0 };
    return { latest: channel, final: channel };
  };
  const nowMs = () => chain.nowMs;
  let store = await open();
  t.onTestFinished(() => store.close());

  const parts = async () => {
    const vouchers = createVoucherStore(store, nowMs);
    const give = createGivePeriod({
      ...{ contract, token, nowMs, payees: undefined, maxBlindSec: 60, receiptSec: 3_600 },
      recoverSigner: await createRecoverSigner(),
      findKey: async (id) => chain.keys.get(id),
      async payeeOfWork(id) {
        chain.workReads += 1;
        return works.get(id);
      },
      findFunds: createFindFunds({ channels: { find: viewOf, readAgain: viewOf }, nowMs }),
      periods: createPeriodStore(store),
      isBonded: async () => chain.isBonded,
      async sign({ period, price }) {
        chain.signed += 1;
        return toHex(`${period}@${price}`);
      },
      blindForMs: () => chain.blindMs,
      chainSec: () => chain.sec,
    });
    return { vouchers, give };
  };
  let { vouchers, give } = await parts();
  const nowSec = () => Math.floor(chain.nowMs / 1000);

  return {
    chain,
    nowSec,
    async pay(channelId: Hex, cumulative: bigint) {
      const key = chain.keys.get(channelId)!;
      await vouchers.keep({ channelId, key, cumulative, signature: "0x", settled: 0n });
    },
    async ask(more: Partial<PeriodRequest> = {}, signer = sessionAccount) {
      const asked = { channelId: first!, contentId: film!, period: 0n, priceWei: 10n, ...more };
      const deadline = more.deadline ?? nowSec() + 60;
      const signature = await signPeriodRequest({
        ...contract,
        ...asked,
        deadline,
        sessionAccount: signer,
      });
      const { priceWei: price, ...rest } = asked;
      return give({ ...rest, price, deadline, signature: Buffer.from(hexToBytes(signature)) });
    },
    async restart() {
      await store.close();
      store = await open();
      ({ vouchers, give } = await parts());
    },
  };
}

async function refused(work: Promise<unknown>): Promise<HttpError> {
  const error = await work.then(
    () => assert.fail("given"),
    (reason) => reason,
  );
  assert.ok(error instanceof HttpError, String(error));
  return error;
}

test("a viewer gets one period on credit, and each further one by paying for those before", async (t) => {
  const { ask, pay } = await setUp(t);
  const { receipt } = await ask();
  assert.deepEqual(receipt.viewer, keyOf(1).payer);
  const unpaid = await refused(ask({ period: 1n }));
  assert.deepEqual(
    [unpaid.status, unpaid.code, unpaid.details.members],
    [402, "not_paid", { owed: 10n, paid: 0n }],
  );
  await pay(first!, 9n);
  assert.equal((await refused(ask({ period: 1n }))).code, "not_paid");
  await pay(first!, 10n);
  await ask({ period: 1n });
  assert.equal((await refused(ask({ period: 2n }))).code, "not_paid");
});

test("whoever stops paying gets no period more, also of another work of the payee, by another channel, or at another price", async (t) => {
  const { ask } = await setUp(t);
  await ask();
  for (const other of [
    { period: 1n },
    { contentId: series! },
    { channelId: second!, contentId: series!, period: 7n },
    { period: 1n, priceWei: 1n },
    { priceWei: 11n },
  ])
    assert.equal((await refused(ask(other))).code, "not_paid", String(Object.keys(other)));
  // what the viewer has is given again, by either channel, and somebody else owes nothing of it
  await ask();
  await ask({ channelId: second! });
  await ask({ channelId: others! });
});

test("a debt is paid by any channel of the payer with the payee, once", async (t) => {
  const { ask, pay } = await setUp(t);
  await ask();
  await pay(second!, 10n);
  assert.equal((await refused(ask({ period: 1n }))).code, "not_paid", "second never asked for periods");
  await ask({ channelId: second!, period: 1n });
  assert.deepEqual((await refused(ask({ channelId: second!, period: 2n }))).details.members, {
    ...{ owed: 20n, paid: 10n },
  });
  await pay(first!, 10n);
  await ask({ channelId: second!, period: 2n });
});

test("concurrent requests of one channel get one period on one credit", async (t) => {
  const { ask } = await setUp(t);
  const answers = await Promise.allSettled(
    Array.from({ length: 30 }, (_, n) =>
      ask({ period: BigInt(n % 10), channelId: n % 2 === 0 ? first! : second! }),
    ),
  );
  const given = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
  assert.ok(given.length >= 1);
  assert.equal(new Set(given.map(({ receipt }) => receipt.period)).size, 1);
});

test("the same period is given again, with the same receipt, until it expires; then it is a new one", async (t) => {
  const { ask, pay, chain } = await setUp(t);
  const one = await ask();
  chain.nowMs += 3_599_000;
  chain.blindMs = Number.POSITIVE_INFINITY;
  assert.deepEqual(await ask(), one, "also while the chain cannot be seen: nothing is added");
  assert.deepEqual(await ask({ priceWei: 3n }), one);
  chain.blindMs = 0;
  chain.nowMs += 1_000;
  assert.equal((await refused(ask())).code, "not_paid");
  await pay(first!, 10n);
  const two = await ask();
  assert.equal(two.receipt.expiresAt, one.receipt.expiresAt + 3_600);
});

test("a higher price adds the difference, and the receipt says it", async (t) => {
  const { ask, pay } = await setUp(t);
  await ask();
  await pay(first!, 10n);
  const { receipt } = await ask({ priceWei: 25n });
  assert.equal(receipt.price, 25n);
  assert.deepEqual((await refused(ask({ period: 1n }))).details.members, { owed: 25n, paid: 10n });
});

test("a receipt's end is counted from the chain's clock where that is ahead", async (t) => {
  const { ask, chain, nowSec } = await setUp(t);
  chain.sec = nowSec() + 90_000;
  assert.equal((await ask()).receipt.expiresAt, chain.sec + 3_600);
});

test("what was charged stands after a restart, and what was given is given again", async (t) => {
  const { ask, restart } = await setUp(t);
  const one = await ask();
  await restart();
  assert.equal((await refused(ask({ period: 1n }))).code, "not_paid");
  assert.deepEqual(await ask(), one);
});

test("what the chain settled was paid, be it to another sequencer", async (t) => {
  const { ask, chain } = await setUp(t);
  await ask();
  chain.channels.set(first!, { ...OPEN, settled: 10n });
  await ask({ period: 1n });
  assert.equal((await refused(ask({ period: 2n }))).code, "not_paid");
});

test("a channel that a reorg undid gives nothing, and owes on when it is opened again", async (t) => {
  const { ask, chain } = await setUp(t);
  await ask();
  chain.channels.delete(first!);
  assert.equal((await refused(ask({ period: 1n }))).code, "unknown_channel");
  chain.channels.set(first!, { ...OPEN });
  assert.equal((await refused(ask({ period: 1n }))).code, "not_paid");
});

test("a channel that closes, is closed, or whose deposit is too low or not final gets no new period", async (t) => {
  const { ask, pay, chain } = await setUp(t);
  await ask();
  await pay(first!, 10n);
  const next = { period: 1n };
  for (const [channel, code] of [
    [{ ...OPEN, closesAt: 5 }, "channel_closing"],
    [{ ...OPEN, closesAt: 5, windowSec: 0 }, "channel_closed"],
    [{ ...OPEN, deposit: 19n }, "above_deposit"],
  ] as const) {
    chain.channels.set(first!, channel);
    chain.nowMs += 2_000;
    assert.equal((await refused(ask(next))).code, code);
    assert.equal((await ask()).receipt.period, 0n, "what was given is given again");
  }
  chain.channels.set(first!, { ...OPEN, deposit: 20n });
  await ask(next);
});

test("only the channel's session key asks, in time, for a work of its payee, in STREAM", async (t) => {
  const { ask, chain, nowSec } = await setUp(t);
  const code = async (...asked: Parameters<typeof ask>) => (await refused(ask(...asked))).code;
  assert.equal(await code({}, privateKeyToAccount(generatePrivateKey())), "wrong_key");
  assert.equal(chain.workReads, 0, "nobody else makes the sequencer ask the chain for works");
  assert.equal(await code({ deadline: nowSec() - 1 }), "expired");
  assert.equal(await code({ deadline: nowSec() + 301 }), "expired");
  assert.equal(await code({ channelId: pad("0xc9") }), "unknown_channel");
  assert.equal(await code({ contentId: pad("0xf9") }), "unknown_work");
  assert.equal(await code({ contentId: strange! }), "other_payee");
  chain.keys.set(first!, keyOf(1, { token: toHex(4, { size: 20 }) }));
  assert.equal(await code(), "token_not_served");
  chain.keys.set(first!, keyOf(1));
  chain.isBonded = false;
  assert.equal(await code(), "not_bonded");
  chain.isBonded = true;
  chain.blindMs = 60_001;
  await assert.rejects(ask(), TryAgainError);
  assert.equal(chain.signed, 0);
});
