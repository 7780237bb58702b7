// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { encodeFunctionData, getAddress, type Hex, parseEther } from "viem";
import { afterAll, beforeAll, test } from "vitest";
import { metric } from "../kernel/testing/metric.ts";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { newPayer, type Payer } from "../localnet/payer.ts";
import { spawnRole } from "../localnet/spawnRole.ts";
import { waitFor } from "../localnet/waitFor.ts";
import { paymentChannelsAbi } from "../sdk/abis.generated.ts";
import { payeeOfAddress } from "../sdk/chain/payee.ts";
import { getChannel } from "../sdk/channels/getChannel.ts";

const CHANNELS = 100;
const PAYEES = 10;
const WINDOW_SEC = 900;
const BLOCK_SEC = 12;
const GWEI = 10n ** 9n;
const CALM_WEI = 5n * GWEI;
/** For the tower to look, decide, sign and send. */
const BLOCK_MS = 150;

let devchain: Devchain;
beforeAll(async () => {
  devchain = await startDevchain();
});
afterAll(() => devchain.stop());

const payees = Array.from({ length: PAYEES }, () =>
  payeeOfAddress(getAddress(`0x${randomBytes(20).toString("hex")}`)),
);

type Hostile = { payer: Payer; voucherWei: bigint };

test("attacks 1, 5, 6, 7, 8, 21: 100 payers close, the chain forks, gas costs 20 times as much, the tower is killed: none is lost", async (t) => {
  const { anvil, deployment } = devchain;
  const { PaymentChannels: paymentChannels, StreamToken } = deployment.contracts;
  const { key } = await devchain.newAccount();
  const env = {
    TRIBUTARY_RPC_URL: devchain.rpcUrl,
    TRIBUTARY_DEPLOYMENT: deployment.path,
    TRIBUTARY_DATA_DIR: join(devchain.directory, "watchtower"),
    TRIBUTARY_KEY: key,
    TRIBUTARY_PORT: "0",
    TRIBUTARY_LOG_LEVEL: process.env.TOWER_LOG ?? "silent",
    TRIBUTARY_FINALITY_BLOCKS: "2",
    TRIBUTARY_POLL_MS: "20",
    TRIBUTARY_BUMP_AFTER_MS: "250",
    TRIBUTARY_MAX_ROWS: "6",
    TRIBUTARY_PRICES: `${StreamToken}=1/1`,
  };
  let tower = await spawnRole(t, "watchtower", env);

  const hostile: Hostile[] = [];
  for (let n = 0; n <= CHANNELS; n += 1) {
    const payer = await newPayer(devchain, { payee: payees[n % PAYEES]!, depositWei: parseEther("2") });
    hostile.push({ payer, voucherWei: parseEther("1") + BigInt(n) });
  }
  // no tower gets this channel's voucher, to show that the payers mean it
  const undefended = hostile.pop()!;
  for (const { payer, voucherWei } of hostile) {
    await payer.post(tower.url, voucherWei / 2n);
    assert.equal((await payer.post(tower.url, voucherWei)).acceptedWei, voucherWei);
  }

  /* THE CHAIN */

  await anvil.client.setAutomine(false);
  await anvil.client.setBlockTimestampInterval({ interval: BLOCK_SEC });
  let baseFeeWei = CALM_WEI;
  async function mine(blocks = 1): Promise<void> {
    for (let n = 0; n < blocks; n += 1) {
      await pause(BLOCK_MS);
      await anvil.client.setNextBlockBaseFeePerGas({ baseFeePerGas: baseFeeWei });
      await anvil.client.mine({ blocks: 1 });
    }
  }
  async function mineUntil(isSo: () => Promise<boolean>, atMost: number, what: string): Promise<void> {
    for (let blocks = 0; !(await isSo()); blocks += 1) {
      assert.ok(blocks < atMost, what);
      await mine();
    }
  }
  const nonces = new Map<Hex, number>();
  async function send({ payer }: Hostile, functionName: "startClose" | "finalize"): Promise<void> {
    const { address } = payer.client.account;
    const used = await anvil.client.getTransactionCount({ address });
    const nonce = Math.max(used, nonces.get(address) ?? 0);
    nonces.set(address, nonce + 1);
    await payer.client.sendTransaction({
      to: paymentChannels,
      data: encodeFunctionData({ abi: paymentChannelsAbi, functionName, args: [payer.key] }),
      nonce,
      gas: 150_000n,
      // a payer who closes wants to be first, and does not set the price for all
      maxFeePerGas: 5_000n * GWEI,
      maxPriorityFeePerGas: 10n * GWEI,
    });
  }
  const stateOf = ({ payer }: Hostile) =>
    getChannel(anvil.client, { paymentChannels, channelId: payer.channelId });
  const settledOf = async (some: readonly Hostile[]) => {
    const states = await Promise.all(some.map(stateOf));
    return states.filter(({ settled }, n) => settled === some[n]!.voucherWei).length;
  };

  /* THE ATTACK */

  await mine();
  const snapshot = await anvil.client.snapshot();
  for (const one of hostile.slice(0, 40)) await send(one, "startClose");
  await mine();
  await mineUntil(
    async () => (await settledOf(hostile)) > 0,
    5,
    "the tower acts at the first sight of a close",
  );

  // the closes never happened, and come again with other deadlines
  await anvil.client.revert({ id: snapshot });
  nonces.clear();
  await mine(3);
  for (const one of [undefended, ...hostile]) await send(one, "startClose");
  await mine();
  await waitFor("the tower to send", async () => (await anvil.client.getTxpoolStatus()).pending > 0);
  // some are settled before they close again: the tower sent the dropped settlements once more
  const already = await settledOf(hostile);
  // the tower's transactions are stuck
  baseFeeWei = 20n * CALM_WEI;
  const closing = await Promise.all(hostile.map(stateOf));
  assert.ok(closing.every(({ closesAt, windowSec }) => closesAt > 0 && windowSec === WINDOW_SEC));

  // killed as soon as it has begun, and back after ten blocks
  await mineUntil(async () => (await settledOf(hostile)) > already, 20, "it begins");
  const before = await settledOf(hostile);
  assert.ok((await metric(tower.url, "transaction_bumps_total")) > 0, "it had to pay more");
  await tower.end("SIGKILL");
  assert.ok(before < CHANNELS, `killed in the middle, not when ${before} were settled`);
  await mine(10);
  tower = await spawnRole(t, "watchtower", env);

  const block = await anvil.client.getBlock();
  const deadline = closing[0]!.closesAt;
  const blocksLeft = Math.floor((deadline - Number(block.timestamp)) / BLOCK_SEC) - 1;
  assert.ok(blocksLeft > 20);
  await mineUntil(async () => (await settledOf(hostile)) === CHANNELS, blocksLeft, "all are settled in time");
  assert.equal((await anvil.client.getBlock()).baseFeePerGas, 20n * CALM_WEI);
  await t.annotate(
    `${Number((await anvil.client.getBlock()).timestamp) - deadline + WINDOW_SEC} s of ${WINDOW_SEC} used`,
  );

  /* THE RECKONING */

  baseFeeWei = CALM_WEI;
  await anvil.client.setNextBlockTimestamp({ timestamp: BigInt(deadline) });
  await mine();
  for (const one of [undefended, ...hostile]) await send(one, "finalize");
  await mine(4);
  for (const [n, one] of hostile.entries()) {
    const { settled, windowSec } = await stateOf(one);
    assert.equal(windowSec, 0, `channel ${n} is closed`);
    assert.equal(settled, one.voucherWei, `channel ${n} paid its voucher`);
  }
  assert.equal((await stateOf(undefended)).settled, 0n);
  for (const [n, payee] of payees.entries()) {
    const owed = hostile
      .filter((_, at) => at % PAYEES === n)
      .reduce((sum, { voucherWei }) => sum + voucherWei, 0n);
    assert.equal(await devchain.balanceOf(getAddress(`0x${payee.slice(26)}`)), owed, "to the wei");
  }
  await waitFor("what is closed for good to be forgotten", async () => {
    await mine();
    assert.equal(await metric(tower.url, "channels_lost_total"), 0);
    return (await metric(tower.url, "closings")) === 0;
  });
  assert.equal(await tower.end("SIGTERM"), 0);
});
