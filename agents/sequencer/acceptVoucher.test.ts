// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { hexToBytes, pad, toHex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { type TestContext, test } from "vitest";
import { openStore } from "../kernel/store/store.ts";
import { scratchDir } from "../kernel/testing/scratch.ts";
import type { Channel } from "../sdk/channels/channel.ts";
import { makeTickChain } from "../sdk/channels/tickChain.ts";
import { signTickVoucher } from "../sdk/channels/tickVoucher.ts";
import { signVoucher } from "../sdk/channels/voucher.ts";
import { createChannelIds } from "../vouchers/channelIds.ts";
import { Refusal } from "../vouchers/refusal.ts";
import { createVerifyTicks } from "../vouchers/verifyTicks.ts";
import { createVerifyVoucher } from "../vouchers/verifyVoucher.ts";
import { createVoucherStore } from "../vouchers/voucherStore.ts";
import { postingMigrations, type VoucherTables, voucherMigrations } from "../vouchers/voucherTables.ts";
import { createAcceptTick } from "./acceptTick.ts";
import { createAcceptVoucher } from "./acceptVoucher.ts";
import { createFindFunds, READ_AGAIN_MS } from "./topUps.ts";

const contract = { chainId: 31_337, paymentChannels: toHex(9, { size: 20 }) };
const sessionAccount = privateKeyToAccount(generatePrivateKey());
const sessionKey = sessionAccount.address.toLowerCase() as typeof sessionAccount.address;
const token = toHex(3, { size: 20 });
const key = { payer: toHex(1, { size: 20 }), payee: pad("0x02"), token, salt: 0n, sessionKey };

/** A sequencer's judges over a real store, and a chain with one channel. */
async function setUp(t: TestContext) {
  const store = await openStore<VoucherTables>(`${scratchDir(t)}/store.db`, [
    ...voucherMigrations,
    ...postingMigrations,
  ]);
  t.onTestFinished(() => store.close());
  const chain = { channel: { deposit: 100n, settled: 0n, closesAt: 0, windowSec: 900 }, reads: 0, nowMs: 0 };
  let known: Channel = { ...chain.channel };
  const channels = {
    find: async () => ({ latest: known, final: known }),
    async readAgain() {
      chain.reads += 1;
      known = { ...chain.channel };
      return { latest: known, final: known };
    },
  };
  const judging = {
    contract,
    vouchers: createVoucherStore(store, () => chain.nowMs),
    findFunds: createFindFunds({ channels, nowMs: () => chain.nowMs }),
    blindForMs: () => 0,
    maxBlindSec: 60,
  };
  const verify = await createVerifyVoucher(contract);
  const channelIdOf = await createChannelIds(contract);
  const acceptVoucher = createAcceptVoucher({
    ...judging,
    payees: undefined,
    tokens: [token],
    verify,
    channelIdOf,
  });
  const acceptTick = createAcceptTick({ ...judging, verifyTicks: await createVerifyTicks() });
  const { chainId, paymentChannels } = contract;
  return {
    chain,
    async post(cumulative: bigint, postedBy?: string) {
      const { signature } = await signVoucher({ ...contract, key, cumulative, sessionAccount });
      const signed = { cumulative, signature: Buffer.from(hexToBytes(signature)), ticks: undefined };
      return acceptVoucher({ chainId, contract: paymentChannels, key, ...signed, postedBy });
    },
    async postAnchor(tickRoot: `0x${string}`, cumulative: bigint, postedBy?: string) {
      const ticks = { tickRoot, tickValue: 5n };
      const { signature } = await signTickVoucher({ ...contract, key, cumulative, ...ticks, sessionAccount });
      const signed = { cumulative, signature: Buffer.from(hexToBytes(signature)), ticks };
      return acceptVoucher({ chainId, contract: paymentChannels, key, ...signed, postedBy });
    },
    reveal: (ticks: readonly `0x${string}`[], count: number, postedBy?: string, tick = ticks[count]!) =>
      acceptTick({ channelId: channelIdOf(key), tickRoot: ticks[0]!, tick, count, postedBy }),
  };
}

const refused = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => assert.fail("taken"),
    (reason) => reason,
  );
  assert.ok(error instanceof Refusal, String(error));
  return error;
};

test("a voucher that two services post adds its money once, and each gets its own answer again", async (t) => {
  const { post } = await setUp(t);
  const added = async (...posted: Parameters<typeof post>) => (await post(...posted)).addedWei;
  assert.equal(await added(10n, "a"), 10n);
  assert.equal(await added(10n, "b"), 0n);
  assert.equal(await added(10n), 0n);
  assert.equal(await added(10n, "a"), 10n);
  assert.equal(await added(10n, "b"), 0n);
  assert.equal(await added(25n, "b"), 15n);
  // the answer to `a` may have been lost while `b` went on
  assert.deepEqual(await post(10n, "a").then(({ cumulative, addedWei }) => [cumulative, addedWei]), [
    25n,
    10n,
  ]);
  assert.equal((await refused(post(10n, "b"))).code, "not_higher");
  assert.equal((await refused(post(10n))).code, "not_higher");
});

test("the same voucher many times at once adds its money once a poster", async (t) => {
  const { post } = await setUp(t);
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, n) => post(7n, ["a", "b", undefined][n % 3])),
  );
  const sums = [0, 1, 2].map((who) =>
    answers.filter((_, n) => n % 3 === who).map(({ addedWei }) => addedWei),
  );
  assert.deepEqual(sums.filter((of) => of.includes(7n)).length, 1);
  const [first] = sums.filter((of) => of.includes(7n));
  if (first !== sums[2]) assert.ok(first?.every((wei) => wei === 7n));
});

test("what the chain settled was accepted before, be it by another sequencer", async (t) => {
  const { post, chain } = await setUp(t);
  chain.channel = { ...chain.channel, deposit: 200n, settled: 60n };
  assert.equal((await post(110n, "a")).addedWei, 50n);
});

test("ticks add once, and a tick that is not the chain's gets no earlier answer", async (t) => {
  const { postAnchor, post, reveal } = await setUp(t);
  const ticks = makeTickChain();
  assert.equal((await postAnchor(ticks[0], 10n, "a")).addedWei, 10n);
  assert.equal((await reveal(ticks, 3, "a")).addedWei, 15n);
  assert.equal((await reveal(ticks, 3, "b")).addedWei, 0n);
  assert.equal((await reveal(ticks, 3, "a")).addedWei, 15n);
  assert.equal((await refused(reveal(ticks, 3, "a", pad("0x01")))).code, "not_higher");
  assert.equal((await reveal(ticks, 4, "b")).addedWei, 5n);
  assert.equal((await reveal(ticks, 3, "a")).addedWei, 15n);
  assert.equal((await refused(reveal(ticks, 2, "a"))).code, "not_higher");
  // a voucher of the same total as a tick is another payment
  assert.equal((await post(30n, "b")).addedWei, 0n);
});

test("a top-up counts at once: the chain is read again before a refusal, and once a second at most", async (t) => {
  const { post, chain } = await setUp(t);
  await post(100n);
  assert.equal((await refused(post(101n))).code, "above_deposit");
  assert.equal(chain.reads, 1);
  chain.channel = { ...chain.channel, deposit: 150n };
  const soon = await refused(post(120n));
  assert.deepEqual(
    [soon.status, soon.code, soon.details.headers],
    [425, "not_final", { "retry-after": "1" }],
  );
  assert.equal(chain.reads, 1);
  chain.nowMs += READ_AGAIN_MS;
  assert.equal((await post(120n)).addedWei, 20n);
  assert.equal((await post(130n)).addedWei, 10n);
  assert.equal(chain.reads, 2);
});
