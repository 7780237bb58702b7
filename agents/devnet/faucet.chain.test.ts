// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { type Address, concatHex, getAddress, type PrivateKeyAccount } from "viem";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import { afterAll, beforeAll, type TestContext, test } from "vitest";
import { connectChain } from "../kernel/chain/chain.ts";
import { manualClock } from "../kernel/testing/manualClock.ts";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { FaucetRefusal, fund } from "../localnet/faucet.ts";
import { PERMIT2 } from "../sdk/chain/funding.ts";
import { FaucetRefused, requestTokens } from "../sdk/deployment/requestTokens.ts";
import { createFaucet, GIFT } from "./faucet.ts";
import { PERIOD_MS } from "./giftBook.ts";
import { startDevnetServer } from "./server.ts";

let devchain: Devchain;
beforeAll(async () => {
  devchain = await startDevchain();
});
afterAll(() => devchain?.stop());

const somebody = () => privateKeyToAddress(generatePrivateKey());
const etherOf = (address: Address) => devchain.anvil.client.getBalance({ address });

const connect = (account: PrivateKeyAccount) =>
  connectChain({
    rpcUrl: devchain.rpcUrl,
    contracts: ["StreamToken"],
    deploymentPath: devchain.deployment.path,
    account,
  });

/** A faucet behind its server, with a purse of `gifts` gifts. */
async function serveFaucet(t: TestContext, gifts = 20n) {
  const { account } = await devchain.newAccount(GIFT.streamWei * gifts);
  const chain = await connect(account);
  const clock = manualClock();
  const server = await startDevnetServer(0);
  t.onTestFinished(() => server.close());
  server.open({ deployment: () => assert.fail(), faucet: createFaucet(chain, clock) });
  return {
    ...{ chain, clock, url: server.url },
    ask: (address: Address) => requestTokens(server.url, { address }),
    leftWei: () => devchain.balanceOf(account.address),
  };
}

const refusedAs = (code: string) => (error: unknown) => error instanceof FaucetRefused && error.code === code;

test("an account gets STREAM and ether, and both have arrived when the answer comes", async (t) => {
  const { ask } = await serveFaucet(t);
  const ada = somebody();
  const { streamWei, etherWei, transactions } = await ask(ada);
  assert.deepEqual({ streamWei, etherWei }, GIFT);
  assert.deepEqual([await devchain.balanceOf(ada), await etherOf(ada)], [GIFT.streamWei, GIFT.etherWei]);
  for (const hash of transactions)
    assert.equal((await devchain.anvil.client.getTransactionReceipt({ hash })).status, "success");
});

test("a second request, in any spelling, waits for the end of the period", async (t) => {
  const { ask, clock, url } = await serveFaucet(t);
  const ada = somebody();
  await ask(ada);
  await assert.rejects(ask(ada.toLowerCase() as Address), refusedAs("given_before"));
  const answer = await fetch(`${url}/v1/faucet`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ address: ada }),
  });
  assert.deepEqual([answer.status, answer.headers.get("retry-after")], [429, "3600"]);
  await clock.advance(PERIOD_MS - 1);
  await assert.rejects(ask(ada), refusedAs("given_before"));
  assert.equal(await devchain.balanceOf(ada), GIFT.streamWei);
  await clock.advance(1);
  await ask(ada);
  assert.equal(await devchain.balanceOf(ada), 2n * GIFT.streamWei);
});

test("of many requests at once, each address gets one gift", async (t) => {
  const { ask } = await serveFaucet(t);
  const accounts = [somebody(), somebody(), somebody()];
  const asked = accounts.flatMap((account) => [ask(account), ask(account), ask(account)]);
  const outcomes = await Promise.allSettled(asked);
  assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, accounts.length);
  for (const outcome of outcomes)
    if (outcome.status === "rejected") assert.ok(refusedAs("given_before")(outcome.reason), outcome.reason);
  for (const account of accounts)
    assert.deepEqual(
      [await devchain.balanceOf(account), await etherOf(account)],
      [GIFT.streamWei, GIFT.etherWei],
    );
});

test("no contract is paid, and no address that nobody has a key for", async (t) => {
  const { ask, chain, leftWei } = await serveFaucet(t);
  const before = await leftWei();
  const reserved = [1n, 0x100n, 0xffffn].map((n) => getAddress(`0x${n.toString(16).padStart(40, "0")}`));
  for (const address of [...Object.values(devchain.deployment.contracts), PERMIT2, ...reserved])
    await assert.rejects(ask(address), refusedAs("no_account"), address);
  await assert.rejects(ask(`0x${"0".repeat(40)}`), refusedAs("malformed"));
  // as the command calls it: one bad account, and none is paid
  const { contracts } = chain.deployment;
  await assert.rejects(fund(chain, [somebody(), contracts.StreamToken], GIFT), /is a contract/);
  assert.equal(await leftWei(), before);
});

test("an account that is delegated is paid, unless its code takes no ether", async (t) => {
  const { ask } = await serveFaucet(t);
  const { setCode } = devchain.anvil.client;
  const delegated = async (bytecode: `0x${string}`) => {
    const [account, target] = [somebody(), somebody()];
    await setCode({ address: target, bytecode });
    await setCode({ address: account, bytecode: concatHex(["0xef0100", target]) });
    return account;
  };
  const taking = await delegated("0x00");
  await ask(taking);
  assert.equal(await etherOf(taking), GIFT.etherWei);
  // one reverts, one burns gas without end
  for (const code of ["0x60006000fd", "0x5b600056"] as const)
    await assert.rejects(ask(await delegated(code)), refusedAs("no_account"));
});

test("an empty faucet says so, and what it did not send counts for nothing", async (t) => {
  const { ask, chain } = await serveFaucet(t, 1n);
  const [ada, bob] = [somebody(), somebody()];
  await ask(ada);
  await assert.rejects(ask(bob), refusedAs("empty"));
  assert.deepEqual([await devchain.balanceOf(bob), await etherOf(bob)], [0n, 0n]);
  await fund(await connect(devchain.holder), [chain.walletClient.account.address], GIFT);
  await ask(bob);
  assert.equal(await devchain.balanceOf(bob), GIFT.streamWei);
});

test("no faucet opens on another chain, and none gives there", async (t) => {
  const { chain } = await serveFaucet(t);
  for (const chainId of [1, 10, 31_338]) {
    const elsewhere = { ...chain, chainId };
    const refused = (error: unknown) => error instanceof FaucetRefusal && error.reason === "wrong_chain";
    assert.throws(() => createFaucet(elsewhere), refused);
    await assert.rejects(fund(elsewhere, [somebody()], GIFT), refused);
  }
});
