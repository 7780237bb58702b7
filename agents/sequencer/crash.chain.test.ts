// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import {
  createWalletClient,
  erc20Abi,
  getAbiItem,
  getAddress,
  type Hex,
  http,
  pad,
  parseEther,
  slice,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, test } from "vitest";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { newPayer, type Payer } from "../localnet/payer.ts";
import { spawnRole } from "../localnet/spawnRole.ts";
import { waitFor } from "../localnet/waitFor.ts";
import { encodeEvidence } from "../sdk/access/encodeEvidence.ts";
import { meteredPolicy } from "../sdk/access/terms.ts";
import { addressesOf } from "../sdk/addresses.ts";
import { foundry } from "../sdk/chain/foundry.ts";
import { payeeOfAddress } from "../sdk/chain/payee.ts";
import { readAccepted } from "../sdk/channels/readAccepted.ts";
import { PeriodRefused, requestPeriod } from "../sdk/channels/requestPeriod.ts";
import { tributaryActions } from "../sdk/tributaryActions.ts";

const DEPOSIT = 1_000_000n;
const randomHex = (bytes: number): Hex => `0x${randomBytes(bytes).toString("hex")}`;

let devchain: Devchain;
beforeAll(async () => {
  devchain = await startDevchain();
});
afterAll(() => devchain.stop());

async function settings(bondWei = 0n): Promise<Record<string, string>> {
  const { key } = await devchain.newAccount(bondWei);
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
  const full = await spawnRole(t, "sequencer", { ...env, TRIBUTARY_LOG_LEVEL: "info" }, 1_000);
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
  // smaller writes than a voucher's may find room for a while, and then the store takes writes again
  await waitFor("the store's fault shows, a line for each change", async () => {
    assert.equal((await postOnce(full.url, accepted + 1n)).status, 503);
    const ready = await (await fetch(`${full.url}/ready`)).text();
    const lines = full.said().match(/"level":"(warn|error)".*/g) ?? [];
    const again = full.said().match(/store takes writes again/g) ?? [];
    assert.ok(
      lines.every((line) => /store failing/.test(line)),
      lines.join("\n"),
    );
    const isSaid = /"name":"store","ok":false,"reason":"[^"]*sequencer\.db/.test(ready);
    return isSaid && lines.length === again.length + 1;
  });
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

test("killed after it gave a period, it gives that one again and none on credit beside; the receipt opens the work on chain", async (t) => {
  const { account: publisher } = await devchain.newAccount();
  const payee = payeeOfAddress(publisher.address);
  const env = await settings(parseEther("1000"));
  const operator = privateKeyToAccount(env.TRIBUTARY_KEY as Hex).address;
  const transport = http(devchain.rpcUrl);
  const { content, access } = createWalletClient({ account: publisher, chain: foundry, transport }).extend(
    tributaryActions(addressesOf(devchain.deployment)),
  );
  const { contentId } = await content.registerLiveSync({ salt: pad("0x01"), payee, ratePerSecondWei: 1n });
  const policy = meteredPolicy({ sequencer: operator, pricePerPeriodWei: 7n });
  await access.setDefaultPolicySync({ contentId, policy });

  const first = await spawnRole(t, "sequencer", { ...env, TRIBUTARY_BOND: "1000" });
  await waitFor("the bond", async () => (await fetch(`${first.url}/ready`)).ok);
  // nobody has paid by it, so the sequencer knows the channel by its opening alone
  const payer = await newPayer(devchain, { payee, depositWei: DEPOSIT });
  const ask = (sequencerUrl: string, period: bigint) =>
    requestPeriod({
      ...{ ...payer.contract, channelId: payer.channelId, sessionAccount: payer.sessionAccount },
      ...{ sequencerUrl, contentId, period, priceWei: 7n, retries: 0 },
    });
  const notPaid = (work: Promise<unknown>) =>
    assert.rejects(work, (error) => error instanceof PeriodRefused && error.code === "not_paid");
  const given = await ask(first.url, 0n);
  await first.end("SIGKILL");

  const second = await spawnRole(t, "sequencer", env);
  await notPaid(ask(second.url, 1n));
  const again = await ask(second.url, 0n);
  assert.deepEqual(again, given);
  const viewer = payer.client.account.address;
  const shown = { viewer, contentId, rendition: 0n, evidence: encodeEvidence(policy, { paidPeriod: again }) };
  assert.equal(await access.getHasAccess({ ...shown, period: 0n }), true);
  assert.equal(await access.getHasAccess({ ...shown, period: 1n }), false);
  await payer.post(second.url, 7n);
  const next = await ask(second.url, 1n);
  const evidence = encodeEvidence(policy, { paidPeriod: next });
  assert.equal(await access.getHasAccess({ ...shown, evidence, period: 1n }), true);
  await notPaid(ask(second.url, 2n));
  assert.equal(await second.end("SIGTERM"), 0);
});
