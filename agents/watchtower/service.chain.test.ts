// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import {
  bytesToHex,
  createWalletClient,
  encodeEventTopics,
  getAddress,
  type Hex,
  http,
  numberToHex,
  publicActions,
} from "viem";
import { afterAll, afterEach, beforeAll, test } from "vitest";
import { loadConfig } from "../kernel/config/config.ts";
import { startBlockPerLook } from "../kernel/testing/blockPerLook.ts";
import { metric } from "../kernel/testing/metric.ts";
import { startRpcProxy, type Verdict } from "../kernel/testing/rpcProxy.ts";
import { startSpoilingProxy } from "../kernel/testing/spoiledLogs.ts";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { newPayer, type Payer } from "../localnet/payer.ts";
import type { Scope } from "../localnet/scope.ts";
import { waitFor } from "../localnet/waitFor.ts";
import { paymentChannelsAbi } from "../sdk/abis.generated.ts";
import { confirmWrite } from "../sdk/chain/confirmWrite.ts";
import { foundry } from "../sdk/chain/foundry.ts";
import { payeeOfAddress } from "../sdk/chain/payee.ts";
import { closeByPayee } from "../sdk/channels/closeByPayee.ts";
import { finalize } from "../sdk/channels/finalize.ts";
import { postTick } from "../sdk/channels/postTick.ts";
import { postTickVoucher } from "../sdk/channels/postTickVoucher.ts";
import { postVoucher, VoucherRefused } from "../sdk/channels/postVoucher.ts";
import { readAccepted } from "../sdk/channels/readAccepted.ts";
import { startClose } from "../sdk/channels/startClose.ts";
import { makeTickChain } from "../sdk/channels/tickChain.ts";
import { signTickVoucher } from "../sdk/channels/tickVoucher.ts";
import { packRow } from "../sdk/channels/voucherRow.ts";
import { startTestSequencer } from "../sequencer/testing/startTestSequencer.ts";
import { watchtowerConfig } from "./config.ts";
import { startWatchtower } from "./service.ts";

/** Worth a thousandth in ether, and so far more than gas costs here. */
const DEPOSIT = 10n ** 22n;
const OWED = 5n * 10n ** 21n;
const WINDOW_SEC = 900;
const random = (bytes: number) => bytesToHex(randomBytes(bytes));

let devchain: Devchain;
beforeAll(async () => {
  devchain = await startDevchain();
});
afterAll(() => devchain.stop());
afterEach(() => devchain.anvil.client.setAutomine(true));

async function start(t: Scope, flags: Record<string, unknown> = {}) {
  const { key } = await devchain.newAccount();
  const dataDir = join(devchain.directory, random(8));
  const common = {
    rpcUrl: devchain.rpcUrl,
    deployment: devchain.deployment.path,
    key,
    port: 0,
    logLevel: "silent",
  };
  const config = loadConfig(watchtowerConfig, {
    flags: { ...common, dataDir, finalityBlocks: 0, pollMs: 20, bumpAfterMs: 200, ...flags },
  });
  const tower = await startWatchtower(config);
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= tower.stop();
    return stopped;
  };
  t.onTestFinished(stop);
  return { url: tower.url, stop, dataDir };
}

const newPayee = () => payeeOfAddress(getAddress(random(20)));
const paidTo = (payee: Hex) => devchain.balanceOf(getAddress(`0x${payee.slice(26)}`));
const newChannel = (payee = newPayee()) => newPayer(devchain, { payee, depositWei: DEPOSIT });
const parties = ({ contract, key }: Payer) => ({ paymentChannels: contract.paymentChannels, key });
const close = (payer: Payer) => startClose.sync(payer.client, parties(payer));

async function afterWindow(payer: Payer): Promise<void> {
  await devchain.anvil.client.increaseTime({ seconds: WINDOW_SEC + 1 });
  await devchain.anvil.client.mine({ blocks: 1 });
  await finalize.sync(payer.client, parties(payer));
}

type Report = { ready: boolean; checks: { name: string; ok: boolean; reason?: string; lastOkMs?: number }[] };
async function failing(url: string): Promise<Record<string, string | undefined>> {
  const { checks } = (await (await fetch(`${url}/ready`)).json()) as Report;
  return Object.fromEntries(checks.filter(({ ok }) => !ok).map(({ name, reason }) => [name, reason]));
}

const refusedWith = (code: string, work: Promise<unknown>) =>
  assert.rejects(work, (error) => error instanceof VoucherRefused && error.code === code);

test("names why it refuses a voucher", async (t) => {
  const payer = await newChannel();
  const { contract, key } = payer;
  const { url } = await start(t, { payees: getAddress(`0x${key.payee.slice(26)}`) });
  const post = async (changed: Partial<Parameters<typeof postVoucher>[0]> = {}) =>
    postVoucher({
      sequencerUrl: url,
      ...contract,
      key,
      voucher: await payer.sign(10n),
      retries: 0,
      ...changed,
    });

  await refusedWith("other_chain", post({ chainId: 1 }));
  await refusedWith("other_contract", post({ paymentChannels: getAddress(random(20)) }));
  await refusedWith("payee_not_served", post({ key: { ...key, payee: newPayee() } }));
  await refusedWith("token_not_served", post({ key: { ...key, token: getAddress(random(20)) } }));
  await refusedWith("wrong_key", post({ key: { ...key, sessionKey: getAddress(random(20)) } }));
  await refusedWith("wrong_key", post({ voucher: { ...(await payer.sign(11n)), cumulative: 12n } }));
  await refusedWith("malformed", post({ voucher: { cumulative: 0n, signature: "0x12" } }));

  await post();
  await post();
  await refusedWith("not_higher", post({ voucher: await payer.sign(9n) }));
  assert.equal((await readAccepted({ sequencerUrl: url, channelId: payer.channelId }))?.cumulative, 10n);
});

test("attack 3: a deposit that is not final, or too small, is no reason to leave a voucher undefended", async (t) => {
  const payer = await newChannel();
  const { url } = await start(t, { finalityBlocks: 1_000 });
  assert.equal((await payer.post(url, 2n * DEPOSIT)).acceptedWei, 2n * DEPOSIT);
  await close(payer);
  await waitFor("the whole deposit to be paid", async () => (await paidTo(payer.key.payee)) === DEPOSIT);
});

test("attack 1: the payer closes early with all its money, and the payee is paid before the deadline", async (t) => {
  const payer = await newChannel();
  const { url } = await start(t);
  await payer.post(url, OWED);
  await close(payer);
  await waitFor("the payee to be paid", async () => (await paidTo(payer.key.payee)) === OWED);
  await waitFor("it to be counted", async () => (await metric(url, "channels_defended_total")) === 1);
  await afterWindow(payer);
  await refusedWith("channel_closed", payer.post(url, OWED + 1n));
  assert.equal(await paidTo(payer.key.payee), OWED);
  assert.equal(await metric(url, "channels_lost_total"), 0);
});

test("attack 2: a voucher that comes too near the deadline is tried, and not promised", async (t) => {
  const payer = await newChannel();
  const { url } = await start(t, { marginSec: WINDOW_SEC + 60 });
  await payer.post(url, 1n);
  await close(payer);
  assert.deepEqual(await payer.post(url, OWED), {
    channelId: payer.channelId,
    acceptedWei: OWED,
    addedWei: OWED - 1n,
    late: true,
  });
  await waitFor("it to be settled all the same", async () => (await paidTo(payer.key.payee)) === OWED);
});

test("attack 5: each voucher that comes while the channel closes is settled, whatever was before", async (t) => {
  const payer = await newChannel();
  const { url } = await start(t);
  await close(payer);
  for (const owedWei of [OWED, OWED + 10n ** 19n, DEPOSIT]) {
    await payer.post(url, owedWei);
    await waitFor("it to be paid", async () => (await paidTo(payer.key.payee)) === owedWei);
  }
});

test("attack 6: the price of gas jumps 20 times once it has sent", async (t) => {
  const payer = await newChannel();
  const { url } = await start(t);
  await payer.post(url, OWED);
  const { client } = devchain.anvil;
  await client.setAutomine(false);
  const closed = close(payer);
  await waitFor("the close to be sent", async () => (await client.getTxpoolStatus()).pending > 0);
  await client.mine({ blocks: 1 });
  await closed;
  await waitFor("the tower to send", async () => (await client.getTxpoolStatus()).pending > 0);
  const baseFeePerGas = 20n * (await client.getGasPrice());
  const mineDear = async () => {
    await client.setNextBlockBaseFeePerGas({ baseFeePerGas });
    await client.mine({ blocks: 1 });
    return (await paidTo(payer.key.payee)) === OWED;
  };
  assert.equal(await mineDear(), false);
  await waitFor("it to pay more, and be mined", mineDear);
  assert.ok((await metric(url, "transaction_bumps_total")) > 0);
});

test("attack 8: a close that a reorg undoes and brings back with another deadline is defended again", async (t) => {
  const payer = await newChannel();
  const { url } = await start(t);
  await payer.post(url, OWED);
  const snapshot = await devchain.anvil.client.snapshot();
  await close(payer);
  const paid = async () => (await paidTo(payer.key.payee)) === OWED;
  await waitFor("it to be paid", paid);
  await waitFor("it to be counted", async () => (await metric(url, "channels_defended_total")) === 1);
  await devchain.anvil.client.revert({ id: snapshot });
  assert.equal(await paidTo(payer.key.payee), 0n);
  await devchain.anvil.client.increaseTime({ seconds: 60 });
  await devchain.anvil.client.mine({ blocks: 2 });
  await close(payer);
  await waitFor("it to be paid on the other fork", paid);
  assert.equal(await metric(url, "channels_lost_total"), 0);
});

test("attack 8: a settlement of somebody else that a reorg undoes is made good", async (t) => {
  const payer = await newChannel();
  // it has its ether before the fork
  const { key } = await devchain.newAccount();
  const first = await start(t, { key });
  await payer.post(first.url, OWED);
  await first.stop();
  await close(payer);
  const snapshot = await devchain.anvil.client.snapshot();
  const { payer: from, payee, token, salt } = payer.key;
  const rows = packRow({ payer: from, salt, ...(await payer.sign(OWED)) });
  await confirmWrite(payer.client, {
    abi: paymentChannelsAbi,
    address: payer.contract.paymentChannels,
    functionName: "settle",
    args: [payee, token, rows],
  });
  const { url } = await start(t, { key, dataDir: first.dataDir });
  await waitFor("it to look", async () => !("defence" in (await failing(url))));
  await devchain.anvil.client.revert({ id: snapshot });
  assert.equal(await paidTo(payee), 0n);
  await devchain.anvil.client.mine({ blocks: 2 });
  await waitFor("the payee to be paid by the tower", async () => (await paidTo(payee)) === OWED);
});

test("attack 21: a tower that was stopped while the payer closed starts with the voucher, and wins", async (t) => {
  const payer = await newChannel();
  const first = await start(t);
  await payer.post(first.url, OWED);
  await first.stop();
  await close(payer);
  await start(t, { dataDir: first.dataDir });
  await waitFor("the payee to be paid", async () => (await paidTo(payer.key.payee)) === OWED);
});

test("attack 26: a tower that does not see the chain for a while says so, takes no vouchers, and defends when it does", async (t) => {
  let verdict: Verdict = "pass";
  const proxy = await startRpcProxy(devchain.rpcUrl, () => verdict);
  t.onTestFinished(() => proxy.stop());
  const payer = await newChannel();
  const { url } = await start(t, { rpcUrl: proxy.rpcUrl });
  await payer.post(url, OWED);
  verdict = { error: { code: -32_603, message: "internal error" } };
  await close(payer);
  await waitFor("it to say so", async () => "defence" in (await failing(url)));
  await assert.rejects(payer.post(url, OWED + 1n), /503/);
  assert.equal(await paidTo(payer.key.payee), 0n);
  verdict = "pass";
  await waitFor("the payee to be paid", async () => (await paidTo(payer.key.payee)) === OWED);
});

test("a node that lags behind its own logs does not hide a close", async (t) => {
  const payer = await newChannel();
  const { anvil } = devchain;
  const old = numberToHex(await anvil.client.getBlockNumber());
  let misses = 3;
  const proxy = await startRpcProxy(devchain.rpcUrl, async ({ method, params }) => {
    if (method !== "eth_call") return "pass";
    const [call, block] = params;
    // asked for its latest block, it tells of an old one; asked for one that it does not have, it fails
    if (block === "latest") return { result: await anvil.rpc("eth_call", [call, old]) };
    return misses-- > 0 ? { error: { code: -32_000, message: "header not found" } } : "pass";
  });
  t.onTestFinished(() => proxy.stop());
  const { url } = await start(t, { rpcUrl: proxy.rpcUrl });
  await payer.post(url, OWED);
  await close(payer);
  await waitFor("the payee to be paid", async () => (await paidTo(payer.key.payee)) === OWED);
  assert.ok(misses < 0);
});

test("a loss is told, and counted once: here the tower has no ether, and /ready said so", async (t) => {
  const payer = await newChannel();
  const { account, key } = await devchain.newAccount();
  await devchain.anvil.client.setBalance({ address: account.address, value: 1n });
  const { url, stop, dataDir } = await start(t, { key });
  await payer.post(url, OWED);
  await waitFor("it to ask for ether", async () => /holds 1 wei/.test((await failing(url)).funds ?? ""));
  await close(payer);
  await waitFor("it to see the close", async () => (await metric(url, "closings")) === 1);
  await devchain.anvil.client.increaseTime({ seconds: WINDOW_SEC - 100 });
  await devchain.anvil.client.mine({ blocks: 1 });
  await waitFor("it to name what is in danger", async () =>
    (await failing(url)).deadlines?.includes(payer.channelId),
  );
  await afterWindow(payer);
  await waitFor("it to be counted", async () => (await metric(url, "channels_lost_total")) === 1);
  await stop();
  const again = await start(t, { key, dataDir });
  await waitFor("it to look", async () => !("defence" in (await failing(again.url))));
  assert.equal(await metric(again.url, "channels_lost_total"), 0);
});

test("a payee that closes for less than its voucher has lost nothing", async (t) => {
  const { account } = await devchain.newAccount();
  const payee = payeeOfAddress(account.address);
  const payer = await newChannel(payee);
  const { url } = await start(t);
  await payer.post(url, OWED);
  const transport = http(devchain.rpcUrl);
  const client = createWalletClient({ account, chain: foundry, transport, pollingInterval: 20 });
  await closeByPayee.sync(client.extend(publicActions), parties(payer));
  // when it defends the next one, it has judged this
  const next = await newChannel();
  await next.post(url, OWED);
  await close(next);
  await waitFor("the next to be paid", async () => (await metric(url, "channels_defended_total")) === 1);
  assert.equal(await metric(url, "channels_lost_total"), 0);
});

async function lookedAtMs(url: string): Promise<number> {
  const { checks } = (await (await fetch(`${url}/ready`)).json()) as Report;
  return checks.find(({ name }) => name === "defence")?.lastOkMs ?? 0;
}

test("a dry run sends nothing", async (t) => {
  const payer = await newChannel();
  const { url } = await start(t, { dryRun: true });
  await payer.post(url, OWED);
  await close(payer);
  await waitFor("it to see the close", async () => (await metric(url, "closings")) === 1);
  for (let looks = 0; looks < 2; looks++) {
    await devchain.anvil.client.mine({ blocks: 1 });
    const since = Date.now();
    await waitFor("it to look again", async () => (await lookedAtMs(url)) > since);
  }
  assert.equal(await paidTo(payer.key.payee), 0n);
});

test("asks sequencers for the vouchers of channels that are closing", async (t) => {
  const sequencer = await startTestSequencer(t, devchain, {
    // it sleeps while the payer closes
    pollMs: 60_000,
    settleMinimumWei: DEPOSIT.toString(),
  });
  const payer = await newChannel();
  await payer.post(sequencer.url, OWED);
  await start(t, { sequencers: `http://127.0.0.1:1,${sequencer.url}`, askMs: 50 });
  await close(payer);
  await waitFor("the payee to be paid", async () => (await paidTo(payer.key.payee)) === OWED);
});

for (const kind of ["empty", "foreign"] as const)
  test(`any one answer about logs that is ${kind}, each in turn, hides no close`, async (t) => {
    const payer = await newChannel();
    const towers = await Promise.all(
      Array.from({ length: 5 }, async (_, n) => {
        const proxy = await startSpoilingProxy(t, devchain.rpcUrl, kind, (number) => number === n + 1);
        const { url } = await start(t, { rpcUrl: proxy.rpcUrl, dryRun: true });
        await payer.post(url, OWED);
        return { url, asked: proxy.asked, spoiled: n + 1 };
      }),
    );
    await close(payer);
    await waitFor("every tower to see the close, after every fault", async () => {
      await devchain.anvil.client.mine({ blocks: 1 });
      const seen = await Promise.all(
        towers.map(
          async ({ url, asked, spoiled }) => asked() >= spoiled && (await metric(url, "closings")) === 1,
        ),
      );
      return seen.every(Boolean);
    });
    for (const { url } of towers) assert.equal(await metric(url, "channels_lost_total"), 0);
  });

test("a node that never shows the log of a close hides no close", async (t) => {
  const started = encodeEventTopics({ abi: paymentChannelsAbi, eventName: "CloseStarted" })[0];
  const proxy = await startSpoilingProxy(t, devchain.rpcUrl, "empty", (_, logs) =>
    logs.some(({ topics }) => topics[0] === started),
  );
  const { url } = await start(t, { rpcUrl: proxy.rpcUrl });
  const payer = await newChannel();
  await payer.post(url, OWED);
  await close(payer);
  await waitFor("the payee to be paid", async () => (await paidTo(payer.key.payee)) === OWED);
  await afterWindow(payer);
  assert.equal(await metric(url, "channels_lost_total"), 0);
});

test("a voucher with ticks is kept and defended with its last tick, taken from a sequencer or posted", async (t) => {
  const sequencer = await startTestSequencer(t, devchain, {
    pollMs: 60_000,
    settleMinimumWei: DEPOSIT.toString(),
  });
  const payers = [await newChannel(), await newChannel()];
  const posted = await start(t, { payees: getAddress(`0x${payers[0]!.key.payee.slice(26)}`) });
  const asking = await start(t, {
    payees: getAddress(`0x${payers[1]!.key.payee.slice(26)}`),
    sequencers: sequencer.url,
    askMs: 50,
  });
  for (const [n, payer] of payers.entries()) {
    const { contract, key, channelId, sessionAccount } = payer;
    const ticks = makeTickChain();
    const voucher = await signTickVoucher({
      ...contract,
      key,
      sessionAccount,
      cumulative: OWED,
      tickRoot: ticks[0],
      tickValue: 10n ** 18n,
    });
    const sequencerUrl = n === 0 ? posted.url : sequencer.url;
    await postTickVoucher({ sequencerUrl, ...contract, key, voucher, retries: 0 });
    const { tickRoot } = voucher;
    const tick = ticks[3]!;
    const held = await postTick({ sequencerUrl, channelId, tickRoot, tick, count: 3, retries: 0 });
    assert.equal(held.acceptedWei, OWED + 3n * 10n ** 18n);
    await close(payer);
    await waitFor(
      "the voucher and its ticks to be paid",
      async () => (await paidTo(key.payee)) === OWED + 3n * 10n ** 18n,
    );
  }
  assert.equal(await metric(asking.url, "channels_lost_total"), 0);
});

test("while nothing happens, a tower that holds a voucher asks once a block", async (t) => {
  const proxy = await startBlockPerLook(devchain.anvil);
  t.onTestFinished(() => proxy.stop());
  const payer = await newChannel();
  const { url } = await start(t, { rpcUrl: proxy.rpcUrl, finalityBlocks: 12 });
  await payer.post(url, OWED);
  await proxy.count(20);
  assert.deepEqual(await proxy.count(30), { eth_getBlockByNumber: 30 });
});
