// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { getAddress, type Hex } from "viem";
import { afterAll, beforeAll, test } from "vitest";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { newPayer, type Payer } from "../localnet/payer.ts";
import { spawnRole } from "../localnet/spawnRole.ts";
import { waitFor } from "../localnet/waitFor.ts";
import { payeeOfAddress } from "../sdk/chain/payee.ts";
import { startClose } from "../sdk/channels/startClose.ts";

const DEPOSIT = 10n ** 22n;
const OWED = 5n * 10n ** 21n;
const CHANNELS = 24;

let devchain: Devchain;
beforeAll(async () => {
  devchain = await startDevchain();
});
afterAll(() => devchain.stop());

test("attacks 21, 23: killed again and again at any moment, it settles every voucher that it took (AGT-1, AGT-2)", async (t) => {
  const { anvil, deployment } = devchain;
  const { account, key } = await devchain.newAccount();
  const env = {
    TRIBUTARY_RPC_URL: devchain.rpcUrl,
    TRIBUTARY_DEPLOYMENT: deployment.path,
    TRIBUTARY_DATA_DIR: join(devchain.directory, "watchtower"),
    TRIBUTARY_KEY: key,
    TRIBUTARY_PORT: "0",
    TRIBUTARY_LOG_LEVEL: "silent",
    TRIBUTARY_POLL_MS: "20",
    TRIBUTARY_BUMP_AFTER_MS: "300",
    TRIBUTARY_MAX_TRANSACTIONS: "2",
  };
  const payees: Hex[] = [];
  const payers: Payer[] = [];
  while (payers.length < CHANNELS) {
    const payee = payeeOfAddress(getAddress(`0x${randomBytes(20).toString("hex")}`));
    payees.push(payee);
    payers.push(await newPayer(devchain, { payee, depositWei: DEPOSIT }));
  }
  const paid = async () => {
    const balances = await Promise.all(
      payees.map((payee) => devchain.balanceOf(getAddress(`0x${payee.slice(26)}`))),
    );
    return balances.filter((balance) => balance === OWED).length;
  };

  // killed as soon as the last answer is there: every answered voucher is on disk
  const first = await spawnRole(t, "watchtower", env);
  await Promise.all(payers.map((payer) => payer.post(first.url, OWED)));
  await first.end("SIGKILL");
  for (const { client, contract, key } of payers) {
    await startClose.sync(client, { paymentChannels: contract.paymentChannels, key });
  }
  await anvil.client.setAutomine(false);
  const mining = setInterval(() => anvil.client.mine({ blocks: 1 }).catch(() => {}), 500);
  t.onTestFinished(() => clearInterval(mining));
  const started = await paid();
  assert.equal(started, 0);
  for (const afterMs of [0, 60, 120, 250, 400, 700]) {
    const tower = await spawnRole(t, "watchtower", env);
    await pause(afterMs);
    await tower.end("SIGKILL");
  }
  const killed = await paid();
  const last = await spawnRole(t, "watchtower", env);
  await waitFor("every payee to be paid", async () => (await paid()) === CHANNELS);
  await t.annotate(`${killed} of ${CHANNELS} were paid between the kills`);
  assert.ok(killed < CHANNELS, "it was killed in the middle");
  assert.equal(await last.end("SIGTERM"), 0);
  const transactions = await anvil.client.getTransactionCount({ address: account.address });
  assert.ok(transactions <= 2 * CHANNELS, `${transactions} transactions`);
});
