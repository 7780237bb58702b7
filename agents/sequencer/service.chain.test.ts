// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { bytesToHex, erc20Abi, getAbiItem, getAddress, type Hex } from "viem";
import { afterAll, beforeAll, test } from "vitest";
import { loadConfig } from "../kernel/config/config.ts";
import { startBlockPerLook } from "../kernel/testing/blockPerLook.ts";
import { startRpcProxy } from "../kernel/testing/rpcProxy.ts";
import { startSpoilingProxy } from "../kernel/testing/spoiledLogs.ts";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { newPayer, type Payer } from "../localnet/payer.ts";
import type { Scope } from "../localnet/scope.ts";
import { waitFor } from "../localnet/waitFor.ts";
import { payeeOfAddress } from "../sdk/chain/payee.ts";
import { type ChannelKey, channelIdOf } from "../sdk/channels/channel.ts";
import { finalize } from "../sdk/channels/finalize.ts";
import { PaymentSession } from "../sdk/channels/paymentSession.ts";
import { postVoucher, VoucherRefused } from "../sdk/channels/postVoucher.ts";
import { readAccepted } from "../sdk/channels/readAccepted.ts";
import { startClose } from "../sdk/channels/startClose.ts";
import { topUp } from "../sdk/channels/topUp.ts";
import { signVoucher } from "../sdk/channels/voucher.ts";
import { sequencerConfig } from "./config.ts";
import { startSequencer } from "./service.ts";

const DEPOSIT = 1_000_000n;
const random = (bytes: number) => bytesToHex(randomBytes(bytes));
const randomAddress = () => getAddress(random(20));

let devchain: Devchain;
beforeAll(async () => {
  devchain = await startDevchain();
});
afterAll(() => devchain.stop());

async function start(t: Scope, flags: Record<string, unknown> = {}) {
  const { key } = await devchain.newAccount();
  const config = loadConfig(sequencerConfig, {
    flags: {
      rpcUrl: devchain.rpcUrl,
      deployment: devchain.deployment.path,
      dataDir: join(devchain.directory, random(8)),
      key,
      port: 0,
      logLevel: "silent",
      finalityBlocks: 0,
      pollMs: 20,
      settleIdleSec: 3_600,
      settleMinimumWei: 0,
      ...flags,
    },
  });
  const sequencer = await startSequencer(config);
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= sequencer.stop();
    return stopped;
  };
  t.onTestFinished(stop);
  return { url: sequencer.url, stop };
}

const newPayee = () => payeeOfAddress(randomAddress());
const addressOf = (payee: Hex) => getAddress(`0x${payee.slice(26)}`);

async function refusedWith(code: string, work: Promise<unknown>): Promise<VoucherRefused> {
  let refusal: unknown;
  await assert.rejects(work, (error) => {
    refusal = error;
    return error instanceof VoucherRefused && error.code === code;
  });
  return refusal as VoucherRefused;
}

test("names why it refuses a voucher", async (t) => {
  const payee = newPayee();
  const { url } = await start(t, { payees: addressOf(payee) });
  const payer = await newPayer(devchain, { payee, depositWei: DEPOSIT });
  const { contract, key } = payer;
  const post = async (changed: Partial<Parameters<typeof postVoucher>[0]> & { cumulative?: bigint } = {}) =>
    postVoucher({
      sequencerUrl: url,
      ...contract,
      key,
      voucher: await payer.sign(changed.cumulative ?? 10n),
      retries: 0,
      ...changed,
    });

  await refusedWith("other_chain", post({ chainId: 1 }));
  await refusedWith("other_contract", post({ paymentChannels: randomAddress() }));
  await refusedWith("payee_not_served", post({ key: { ...key, payee: newPayee() } }));
  await refusedWith("token_not_served", post({ key: { ...key, token: randomAddress() } }));
  await refusedWith("wrong_key", post({ key: { ...key, sessionKey: randomAddress() } }));
  await refusedWith("wrong_key", post({ voucher: { ...(await payer.sign(11n)), cumulative: 12n } }));
  await refusedWith("above_deposit", post({ cumulative: DEPOSIT + 1n }));

  await post({ cumulative: 10n });
  await post({ cumulative: 10n });
  const lower = await refusedWith("not_higher", post({ cumulative: 9n }));
  assert.equal(lower.acceptedWei, 10n);
  assert.equal((await readAccepted({ sequencerUrl: url, channelId: payer.channelId }))?.cumulative, 10n);
});

test("refuses a voucher of a channel that nobody opened", async (t) => {
  const { url } = await start(t);
  const payer = await newPayer(devchain, { payee: newPayee(), depositWei: DEPOSIT });
  const key: ChannelKey = { ...payer.key, salt: 5n };
  const voucher = await signVoucher({
    ...payer.contract,
    key,
    cumulative: 1n,
    sessionAccount: payer.sessionAccount,
  });
  await refusedWith(
    "unknown_channel",
    postVoucher({ sequencerUrl: url, ...payer.contract, key, voucher, retries: 0 }),
  );
  const channelId = channelIdOf({ ...payer.contract, key });
  assert.equal(await readAccepted({ sequencerUrl: url, channelId }), undefined);
});

test("names what is malformed", async (t) => {
  const { url } = await start(t);
  const payer = await newPayer(devchain, { payee: newPayee(), depositWei: DEPOSIT });
  const good = {
    chainId: payer.contract.chainId,
    contract: payer.contract.paymentChannels,
    ...payer.key,
    salt: "0",
    cumulative: "1",
    signature: (await payer.sign(1n)).signature,
  };
  for (const bad of [
    { payer: "0x12" },
    { payee: "0x12" },
    { salt: 0 },
    { salt: (1n << 64n).toString() },
    { cumulative: "0" },
    { cumulative: "-1" },
    { cumulative: "1.5" },
    { cumulative: (1n << 96n).toString() },
    { signature: `${good.signature}ff` },
    { signature: "0x12" },
    { chainId: "31337" },
    { sessionKey: undefined },
  ]) {
    const response = await fetch(`${url}/v1/vouchers`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...good, ...bad }),
    });
    const answer = (await response.json()) as { code: string; detail: string };
    assert.deepEqual([response.status, answer.code], [400, "malformed"], JSON.stringify(bad));
    assert.ok(answer.detail.startsWith(Object.keys(bad)[0]!), answer.detail);
  }
});

test("deposits count at finality, top-ups too", async (t) => {
  const payer = await newPayer(devchain, { payee: newPayee(), depositWei: DEPOSIT });
  const { url } = await start(t, { finalityBlocks: 3 });
  await refusedWith("not_final", payer.post(url, 10n));
  await devchain.anvil.client.mine({ blocks: 3 });
  await waitFor("the deposit to be final", () => payer.post(url, 10n).then(Boolean, () => false));

  await topUp.sync(payer.client, {
    paymentChannels: payer.contract.paymentChannels,
    key: payer.key,
    amountWei: 500n,
  });
  await waitFor("the top-up to be seen", () =>
    payer.post(url, DEPOSIT + 500n).then(
      () => assert.fail("a top-up counted before it was final"),
      (error) => error.code === "not_final",
    ),
  );
  await devchain.anvil.client.mine({ blocks: 3 });
  await waitFor("the top-up to be final", () => payer.post(url, DEPOSIT + 500n).then(Boolean, () => false));
});

test("a close is seen before it is final: no voucher more, and what is held is settled at once", async (t) => {
  const payee = newPayee();
  const { url } = await start(t, {
    finalityBlocks: 2,
    settleMinimumWei: 1_000_000_000,
    payees: addressOf(payee),
  });
  const payer = await newPayer(devchain, { payee, depositWei: DEPOSIT });
  await devchain.anvil.client.mine({ blocks: 2 });
  await payer.post(url, 70n);
  const { paymentChannels } = payer.contract;
  await startClose.sync(payer.client, { paymentChannels, key: payer.key });
  await waitFor("the close to be defended", async () => (await devchain.balanceOf(addressOf(payee))) === 70n);
  await refusedWith("channel_closing", payer.post(url, 80n));
  // a lost answer may be asked for again
  assert.equal((await payer.post(url, 70n)).acceptedWei, 70n);

  await devchain.anvil.client.increaseTime({ seconds: 1_000 });
  await devchain.anvil.client.mine({ blocks: 1 });
  await finalize.sync(payer.client, { paymentChannels, key: payer.key });
  await waitFor("the end to be seen", () =>
    payer.post(url, 80n).catch((error) => error.code === "channel_closed"),
  );
});

test("a close that a reorg undoes is forgotten", async (t) => {
  const payer = await newPayer(devchain, { payee: newPayee(), depositWei: DEPOSIT });
  const { url } = await start(t);
  await payer.post(url, 10n);
  const snapshot = await devchain.anvil.client.snapshot();
  await startClose.sync(payer.client, { paymentChannels: payer.contract.paymentChannels, key: payer.key });
  await waitFor("the close to be seen", () =>
    payer.post(url, 20n).catch((error) => error.code === "channel_closing"),
  );
  await devchain.anvil.client.revert({ id: snapshot });
  await devchain.anvil.client.mine({ blocks: 3 });
  await waitFor("the channel to be open again", () => payer.post(url, 20n).then(Boolean, () => false));
});

test("takes no vouchers while it cannot see the chain, or the chain stands still", async (t) => {
  let isStill = false;
  let still: unknown;
  const { rpc, client } = devchain.anvil;
  const proxy = await startRpcProxy(devchain.rpcUrl, async ({ method, params }) => {
    if (method !== "eth_getBlockByNumber" || params[0] !== "latest" || !isStill) return "pass";
    return { result: still };
  });
  t.onTestFinished(() => proxy.stop());
  const { url } = await start(t, { rpcUrl: proxy.rpcUrl, maxBlindSec: 1 });
  const payer = await newPayer(devchain, { payee: newPayee(), depositWei: DEPOSIT });
  let cumulative = 0n;
  const accepts = async () => {
    const voucher = await payer.post(url, cumulative + 1n).catch((error) => {
      assert.match(error.message, /503/);
    });
    cumulative = voucher?.acceptedWei ?? cumulative;
    return voucher !== undefined;
  };
  const acceptsCheck = async () => {
    const { checks } = (await (await fetch(`${url}/ready`)).json()) as {
      checks: { name: string; ok: boolean }[];
    };
    return checks.find(({ name }) => name === "accepts")?.ok;
  };
  const seesAgain = async () => {
    await client.mine({ blocks: 1 });
    return accepts();
  };
  await waitFor("it to accept", seesAgain);

  still = await rpc("eth_getBlockByNumber", ["latest", false]);
  isStill = true;
  await client.mine({ blocks: 303 });
  await waitFor("it to refuse on a head that stands still", async () => !(await accepts()));
  assert.equal(await acceptsCheck(), false);
  // the sequencer keeps its vouchers meanwhile
  assert.equal((await payer.post(url, cumulative)).acceptedWei, cumulative);
  isStill = false;
  await waitFor("it to accept again", seesAgain);

  devchain.anvil.process.kill("SIGSTOP");
  t.onTestFinished(() => void devchain.anvil.process.kill("SIGCONT"));
  await waitFor("it to refuse without an answer", async () => !(await accepts()));
  devchain.anvil.process.kill("SIGCONT");
  await waitFor("it to see again", seesAgain);
});

test("200 posts at once, in any order, end at the maximum", async (t) => {
  const payee = newPayee();
  const { url, stop } = await start(t);
  const payer = await newPayer(devchain, { payee, depositWei: DEPOSIT });
  const amounts = Array.from({ length: 200 }, (_, n) => BigInt(n + 1)).sort(() => Math.random() - 0.5);
  const answers = await Promise.allSettled(amounts.map((amount) => payer.post(url, amount)));
  for (const [index, answer] of answers.entries()) {
    if (answer.status === "fulfilled") assert.equal(answer.value.acceptedWei, amounts[index]);
    else assert.equal((answer.reason as VoucherRefused).code, "not_higher");
  }
  assert.equal((await readAccepted({ sequencerUrl: url, channelId: payer.channelId }))?.cumulative, 200n);
  await stop();
  assert.equal(await devchain.balanceOf(addressOf(payee)), 200n);
});

test("settles all channels of a payee in one transaction, and each payee apart", async (t) => {
  const payees = [newPayee(), newPayee()];
  const { url, stop } = await start(t);
  const payers: Payer[] = [];
  for (const n of [0, 1, 2, 3, 4]) {
    payers.push(await newPayer(devchain, { payee: payees[n % 2]!, depositWei: DEPOSIT }));
  }
  await Promise.all(payers.map((payer, n) => payer.post(url, BigInt(n + 1))));
  const fromBlock = await devchain.anvil.client.getBlockNumber();
  await stop();
  const paid = await devchain.anvil.client.getLogs({
    address: devchain.deployment.contracts.StreamToken,
    event: getAbiItem({ abi: erc20Abi, name: "Transfer" }),
    args: { from: devchain.deployment.contracts.PaymentChannels },
    fromBlock: fromBlock + 1n,
    strict: true,
  });
  const amounts = new Map(paid.map(({ args }) => [payeeOfAddress(args.to), args.value]));
  assert.equal(paid.length, 2);
  assert.deepEqual(
    payees.map((payee) => amounts.get(payee)),
    [1n + 3n + 5n, 2n + 4n],
  );
});

test("by default, cents between friends cost no settlement, and what is worth its gas is settled", async (t) => {
  const [friend, creator] = [newPayee(), newPayee()];
  const stream = 10n ** 18n;
  const { url, stop } = await start(t, { settleIdleSec: 0, settleMinimumWei: undefined });
  const viewer = await newPayer(devchain, { payee: creator, depositWei: 100n * stream });
  const payer = await newPayer(devchain, { payee: friend, depositWei: stream });
  for (let n = 1n; n <= 10n; n++) {
    await payer.post(url, (n * stream) / 100n);
    // a settlement of the other payee shows that the sequencer looked at both
    await viewer.post(url, n * 10n * stream);
    await waitFor(
      "the creator to be paid",
      async () => (await devchain.balanceOf(addressOf(creator))) === n * 10n * stream,
    );
  }
  await stop();
  assert.equal(await devchain.balanceOf(addressOf(friend)), 0n);
});

test("a payment session pays by the second, never above its deposit, and finds its place again", async (t) => {
  const payee = newPayee();
  const { url, stop } = await start(t);
  const payer = await newPayer(devchain, { payee, depositWei: 100n });
  const parameters = {
    ...payer.contract,
    key: payer.key,
    sessionAccount: payer.sessionAccount,
    sequencerUrl: url,
    depositWei: 100n,
  };
  const paymentSession = new PaymentSession(parameters);
  await Promise.all([paymentSession.pay(10n), paymentSession.pay(20n), paymentSession.pay(30n)]);
  assert.equal(paymentSession.paidWei, 60n);

  const forgetful = new PaymentSession(parameters);
  await forgetful.pay(5n);
  assert.equal(forgetful.paidWei, 65n);
  await assert.rejects(forgetful.pay(36n), { name: "DepositExhausted" });
  await forgetful.pay(35n);
  await stop();
  assert.equal(await devchain.balanceOf(addressOf(payee)), 100n);
});

for (const kind of ["empty", "foreign"] as const)
  test(`any one answer about logs that is ${kind}, each in turn, hides no close`, async (t) => {
    const payer = await newPayer(devchain, { payee: newPayee(), depositWei: DEPOSIT });
    const sequencers = await Promise.all(
      Array.from({ length: 5 }, async (_, n) => {
        const proxy = await startSpoilingProxy(t, devchain.rpcUrl, kind, (number) => number === n + 1);
        const { url } = await start(t, { rpcUrl: proxy.rpcUrl, settleMinimumWei: DEPOSIT.toString() });
        await payer.post(url, 10n);
        return { url, asked: proxy.asked, spoiled: n + 1 };
      }),
    );
    await startClose.sync(payer.client, { paymentChannels: payer.contract.paymentChannels, key: payer.key });
    let amount = 10n;
    await waitFor("every sequencer to see the close, after every fault", async () => {
      await devchain.anvil.client.mine({ blocks: 1 });
      amount += 1n;
      const refused = sequencers.map(({ url, asked, spoiled }) =>
        payer.post(url, amount).then(
          () => false,
          (error) => error.code === "channel_closing" && asked() >= spoiled,
        ),
      );
      return (await Promise.all(refused)).every(Boolean);
    });
  });

test("a settlement that a node finds too large is halved until it is taken, and every channel is paid", async (t) => {
  const payee = newPayee();
  const isLarge = (data: string) => data.length > 2 * (4 + 4 * 32 + 2 * 104);
  const proxy = await startRpcProxy(devchain.rpcUrl, ({ method, params }) => {
    if (method !== "eth_estimateGas") return "pass";
    return isLarge((params[0] as { data: string }).data)
      ? { error: { code: -32_000, message: "gas required exceeds allowance (30000000)" } }
      : "pass";
  });
  t.onTestFinished(() => proxy.stop());
  const { url, stop } = await start(t, { rpcUrl: proxy.rpcUrl });
  const payers: Payer[] = [];
  for (let n = 0; n < 3; n += 1) payers.push(await newPayer(devchain, { payee, depositWei: DEPOSIT }));
  await Promise.all(payers.map((payer) => payer.post(url, 10n)));
  await stop();
  assert.equal(await devchain.balanceOf(addressOf(payee)), 30n);
});

test("while nothing happens, a sequencer that holds a voucher asks once a block", async (t) => {
  const proxy = await startBlockPerLook(devchain.anvil);
  t.onTestFinished(() => proxy.stop());
  const payer = await newPayer(devchain, { payee: newPayee(), depositWei: DEPOSIT });
  const { url } = await start(t, { rpcUrl: proxy.rpcUrl, finalityBlocks: 12 });
  await proxy.count(20);
  await payer.post(url, 10n);
  await proxy.count(20);
  assert.deepEqual(await proxy.count(30), { eth_getBlockByNumber: 30 });
});
