// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Address, padHex } from "viem";
import { afterAll, beforeAll, type TestContext, test } from "vitest";
import { type Anvil, startAnvil } from "../../localnet/anvil.ts";
import { CONTRACT_NAMES, type ContractName } from "../../sdk/contracts.generated.ts";
import { describeError, exitCodeOf } from "../process/errors.ts";
import { freePort } from "../testing/freePort.ts";
import { scratchDir } from "../testing/scratch.ts";
import { connectChain, latestFinal } from "./chain.ts";

const CONTRACTS = Object.fromEntries(
  CONTRACT_NAMES.map((name, index) => [name, padHex(`0x${index + 101}`, { size: 20 })]),
) as Record<ContractName, Address>;

let anvil: Anvil;
beforeAll(async () => {
  anvil = await startAnvil();
  for (const address of Object.values(CONTRACTS)) await anvil.client.setCode({ address, bytecode: "0x00" });
});
afterAll(() => anvil.stop());

function write(t: TestContext, content: object | string): string {
  const path = `${scratchDir(t)}/deployment.json`;
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

const good = { chainId: 31_337, startBlock: 3, contracts: CONTRACTS };
const connect = (deploymentPath: string) =>
  connectChain({ rpcUrl: anvil.rpcUrl, contracts: CONTRACT_NAMES, deploymentPath });

test("a chain that nobody serves is for later", async (t) => {
  const rpcUrl = `http://127.0.0.1:${await freePort()}`;
  await assert.rejects(connectChain({ rpcUrl, contracts: [], deploymentPath: write(t, good) }), {
    name: "TryAgainError",
    message: /cannot be reached. Nothing answers at/,
  });
});

test("an endpoint that is none of a chain is named by its origin, and is for a person", async (t) => {
  const answers: Record<string, [number, string, string]> = {
    "/401": [401, "application/json", '{"message":"Must be authenticated!"}'],
    "/403": [403, "text/plain", "forbidden"],
    "/404": [404, "text/html", "<html>not found</html>"],
    "/405": [405, "text/html", "<html>method not allowed</html>"],
    "/page": [200, "text/html", "<!doctype html><title>Welcome</title>"],
    "/json": [200, "application/json", "{}"],
    "/other": [
      200,
      "application/json",
      '{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"no such method"}}',
    ],
    "/429": [429, "text/plain", "slow down"],
    "/502": [502, "text/html", "<html>bad gateway</html>"],
  };
  const server = createServer(({ url = "" }, response) => {
    const [status, type, body] = answers[url.split("?")[0]!.replace("/secret", "")]!;
    response.writeHead(status, { "content-type": type, "retry-after": "0" }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.onTestFinished(() => void server.close());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const path of Object.keys(answers)) {
    const rpcUrl = `${origin}/secret${path}?key=secret`;
    const error = await connectChain({ rpcUrl, contracts: [] }).then(
      () => assert.fail(path),
      (thrown) => thrown,
    );
    const said = describeError(error);
    assert.equal(exitCodeOf(error), ["/429", "/502"].includes(path) ? 75 : 1, `${path}: ${said}`);
    assert.ok(said.includes(origin) && !said.includes("secret") && !said.includes("<"), said);
  }
});

test("another chain than expected is refused", async (t) => {
  const deploymentPath = write(t, good);
  const { rpcUrl } = anvil;
  const expecting = connectChain({ rpcUrl, contracts: [], deploymentPath, expectedChainId: 10 });
  await assert.rejects(expecting, /serves chain 31337, not 10/);
  await assert.rejects(
    connect(write(t, { ...good, chainId: 10 })),
    /is for chain 10, but the RPC serves chain 31337/,
  );
});

test("a contract without code is named", async (t) => {
  const contracts = { ...CONTRACTS, SplitRollup: padHex("0xdead", { size: 20 }) };
  await assert.rejects(connect(write(t, { ...good, contracts })), /no code at SplitRollup \(0x0+dEaD\)/i);
});

test("a missing, broken or incomplete deployment is told with what to do", async (t) => {
  await assert.rejects(connect("/nowhere/31337.json"), {
    message: /no deployment of chain 31337 at/,
    advice: /Deploy/,
  });
  await assert.rejects(connect(write(t, "{")), /is not JSON/);
  const { StreamToken: _, ...incomplete } = CONTRACTS;
  await assert.rejects(connect(write(t, { ...good, contracts: incomplete })), /contracts.StreamToken/);
  const contracts = { ...CONTRACTS, StreamToken: "0x12" };
  await assert.rejects(connect(write(t, { ...good, contracts })), /contracts.StreamToken: not an address/);
});

test("a role needs the contracts that it asks for, and no other", async (t) => {
  const contracts = { SplitRollup: CONTRACTS.SplitRollup, StreamToken: padHex("0xdead", { size: 20 }) };
  const deploymentPath = write(t, { ...good, contracts });
  const { rpcUrl } = anvil;
  const { deployment } = await connectChain({ rpcUrl, contracts: ["SplitRollup"], deploymentPath });
  assert.deepEqual(deployment.contracts, { SplitRollup: CONTRACTS.SplitRollup });
  await assert.rejects(
    connectChain({ rpcUrl, contracts: ["PaymentChannels"], deploymentPath }),
    /contracts.PaymentChannels/,
  );
});

test("a good deployment comes back with addresses, and a wallet only for an account", async (t) => {
  const deploymentPath = write(t, good);
  const reader = await connect(deploymentPath);
  assert.equal(reader.chainId, 31_337);
  assert.equal(reader.deployment.startBlock, 3n);
  assert.equal(reader.deployment.contracts.StreamToken, CONTRACTS.StreamToken);
  assert.equal(reader.walletClient, undefined);
  const account = anvil.account(0);
  const { walletClient } = await connectChain({
    rpcUrl: anvil.rpcUrl,
    contracts: [],
    deploymentPath,
    account,
  });
  assert.equal(walletClient.account.address, account.address);
});

test("the last final block is never below the genesis block", async () => {
  const head = await anvil.client.getBlockNumber({ cacheTime: 0 });
  assert.equal(await latestFinal(anvil.client, 5), head > 5n ? head - 5n : 0n);
  await anvil.client.mine({ blocks: 10 });
  assert.equal(await latestFinal(anvil.client, 5), head + 5n);
});
