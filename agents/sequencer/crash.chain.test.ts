// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { erc20Abi, getAbiItem, getAddress, type Hex, slice } from "viem";
import { afterAll, beforeAll, test } from "vitest";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { newPayer, type Payer } from "../localnet/payer.ts";
import { spawnRole } from "../localnet/spawnRole.ts";
import { waitFor } from "../localnet/waitFor.ts";
import { payeeOfAddress } from "../sdk/chain/payee.ts";
import { readAccepted } from "../sdk/channels/readAccepted.ts";

const DEPOSIT = 1_000_000n;
const randomHex = (bytes: number): Hex => `0x${randomBytes(bytes).toString("hex")}`;

let devchain: Devchain;
beforeAll(async () => {
  devchain = await startDevchain();
});
afterAll(() => devchain.stop());

async function settings(): Promise<Record<string, string>> {
  const { key } = await devchain.newAccount();
  return {
    TRIBUTARY_RPC_URL: devchain.rpcUrl,
    TRIBUTARY_DEPLOYMENT: devchain.deployment.path,
    TRIBUTARY_DATA_DIR: join(devchain.directory, randomHex(8)),
    TRIBUTARY_KEY: key,
    TRIBUTARY_PORT: "0",
    TRIBUTARY_LOG_LEVEL: "silent",
    TRIBUTARY_FINALITY_BLOCKS: "0",
    TRIBUTARY_POLL_MS: "20",
    TRIBUTARY_SETTLE_IDLE_SEC: "3600",
    TRIBUTARY_SETTLE_MINIMUM_WEI: "0",
  };
}

async function paymentsTo(payee: Hex): Promise<bigint[]> {
  const logs = await devchain.anvil.client.getLogs({
    address: devchain.deployment.contracts.StreamToken,
    event: getAbiItem({ abi: erc20Abi, name: "Transfer" }),
    args: { from: devchain.deployment.contracts.PaymentChannels, to: slice(payee, 12) },
    fromBlock: 0n,
    strict: true,
  });
  return logs.map(({ args }) => args.value);
}

test("killed after it accepted vouchers, it settles each once when started again (AGT-1)", async (t) => {
  const payee = payeeOfAddress(getAddress(randomHex(20)));
  const env = await settings();
  const first = await spawnRole(t, "sequencer", env);
  const payers: Payer[] = [];
  while (payers.length < 3) payers.push(await newPayer(devchain, { payee, depositWei: DEPOSIT }));
  for (const amount of [10n, 20n, 30n]) {
    await Promise.all(payers.map((payer, n) => payer.post(first.url, amount + BigInt(n))));
  }
  await first.end("SIGKILL");
  assert.deepEqual(await paymentsTo(payee), []);

  const second = await spawnRole(t, "sequencer", { ...env, TRIBUTARY_SETTLE_IDLE_SEC: "0" });
  await waitFor("the vouchers to be settled", async () => (await paymentsTo(payee)).length > 0);
  await second.end("SIGKILL");
  const third = await spawnRole(t, "sequencer", { ...env, TRIBUTARY_SETTLE_IDLE_SEC: "0" });
  assert.equal(await third.end("SIGTERM"), 0);
  assert.deepEqual(await paymentsTo(payee), [93n], "PAY-4: once, and all of it");
});

test("killed between sending and seeing it mined, it does not pay twice", async (t) => {
  const payee = payeeOfAddress(getAddress(randomHex(20)));
  const env = { ...(await settings()), TRIBUTARY_SETTLE_IDLE_SEC: "0" };
  const payer = await newPayer(devchain, { payee, depositWei: DEPOSIT });
  const first = await spawnRole(t, "sequencer", env);
  await devchain.anvil.client.setAutomine(false);
  t.onTestFinished(() => devchain.anvil.client.setAutomine(true));
  await payer.post(first.url, 40n);
  const pending = async () =>
    (await devchain.anvil.client.getBlock({ blockTag: "pending" })).transactions.length > 0;
  await waitFor("the settlement to be sent", pending);
  await first.end("SIGKILL");
  const second = await spawnRole(t, "sequencer", env);
  await devchain.anvil.client.setAutomine(true);
  await devchain.anvil.client.mine({ blocks: 1 });
  await payer.post(second.url, 50n);
  await waitFor(
    "the rest to be settled",
    async () => (await paymentsTo(payee)).reduce((a, b) => a + b, 0n) === 50n,
  );
  assert.equal(await second.end("SIGTERM"), 0);
  assert.deepEqual(await paymentsTo(payee), [40n, 10n]);
});

test("with its data directory removed it answers 503, never 200, and ends with the reason", async (t) => {
  const payee = payeeOfAddress(getAddress(randomHex(20)));
  const env = await settings();
  const payers: Payer[] = [];
  while (payers.length < 3) payers.push(await newPayer(devchain, { payee, depositWei: DEPOSIT }));
  const role = await spawnRole(t, "sequencer", env);
  for (const payer of payers) await payer.post(role.url, 1n);
  rmSync(env.TRIBUTARY_DATA_DIR!, { recursive: true });
  let amount = 1n;
  const answers = new Set<string>();
  const posting = Promise.all(
    payers.map(async (payer) => {
      for (;;) {
        amount += 1n;
        const answer = await payer.post(role.url, amount).then(
          () => "taken",
          (error: Error) => (/503/.test(error.message) ? "503" : "no answer"),
        );
        answers.add(answer);
        if (answer === "no answer") return;
      }
    }),
  );
  assert.equal(await role.exited, 1);
  await posting;
  assert.ok(!answers.has("taken"), "nothing is taken that is on no disk");
  assert.match(
    role.said(),
    /sequencer\.db was removed or replaced while this program used it.* Bring the directory back/,
  );
});

test("with a full disk it answers 503, never 200, and what it had accepted stays", async (t) => {
  const payee = payeeOfAddress(getAddress(randomHex(20)));
  const env = await settings();
  const payer = await newPayer(devchain, { payee, depositWei: DEPOSIT });
  const full = await spawnRole(t, "sequencer", { ...env, TRIBUTARY_LOG_LEVEL: "info" }, 300);
  let accepted = 0n;
  let status = 200;
  while (status === 200 && accepted < 2_000n) {
    ({ status } = await postOnce(full.url, accepted + 1n));
    if (status === 200) accepted += 1n;
  }
  assert.equal(status, 503, "the disk was to be full by now");
  assert.ok(accepted > 0n);
  for (let i = 0n; i < 5n; i++) assert.equal((await postOnce(full.url, accepted + 1n)).status, 503);
  assert.equal((await fetch(`${full.url}/health`)).status, 200);
  const ready = await fetch(`${full.url}/ready`);
  assert.equal(ready.status, 503);
  assert.match(await ready.text(), /"name":"store","ok":false,"reason":"[^"]*sequencer\.db/);
  const lines = full.said().match(/"level":"(warn|error)".*/g) ?? [];
  assert.equal(lines.length, 1, lines.join("\n"));
  assert.match(lines[0] ?? "", /store failing/);
  await full.end("SIGKILL");

  const roomy = await spawnRole(t, "sequencer", env);
  const held = await readAccepted({ sequencerUrl: roomy.url, channelId: payer.channelId });
  assert.equal(held?.cumulative, accepted);
  assert.equal((await postOnce(roomy.url, accepted + 1n)).status, 200);
  assert.equal(await roomy.end("SIGTERM"), 0);

  async function postOnce(url: string, cumulative: bigint): Promise<Response> {
    const { signature } = await payer.sign(cumulative);
    return fetch(`${url}/v1/vouchers`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        chainId: payer.contract.chainId,
        contract: payer.contract.paymentChannels,
        ...payer.key,
        salt: payer.key.salt.toString(),
        cumulative: cumulative.toString(),
        signature,
      }),
    });
  }
});
