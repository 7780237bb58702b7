// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, test } from "vitest";
import { addressesOf } from "../sdk/addresses.ts";
import { PERMIT2 } from "../sdk/chain/funding.ts";
import { CONTRACT_NAMES } from "../sdk/contracts.generated.ts";
import { deployments } from "../sdk/deployment/deployments.generated.ts";
import { ANVIL_KEYS, type Anvil, startAnvil } from "./anvil.ts";
import { deployContracts, REPOSITORY } from "./deploy.ts";

const ERC6492_VERIFIER = "0x00007bd799e4A591FeA53f8A8a3E9f931626Ba7e";

let directory: string;
const chains: Anvil[] = [];
beforeAll(async () => {
  mkdirSync(join(REPOSITORY, ".tributary"), { recursive: true });
  directory = mkdtempSync(join(REPOSITORY, ".tributary", "test-deploy-"));
  chains.push(await startAnvil(), await startAnvil());
});
afterAll(async () => {
  await Promise.all(chains.map((chain) => chain.stop()));
  rmSync(directory, { recursive: true, force: true });
});

async function deployTo({ rpcUrl }: Anvil) {
  const deploymentPath = join(directory, "deployment.json");
  await deployContracts({ rpcUrl, deployerKey: ANVIL_KEYS[0], deploymentPath });
  return JSON.parse(readFileSync(deploymentPath, "utf8"));
}

test("the deploy script deploys what script/contracts.ts lists, beside Permit2 and the ERC-6492 verifier", async () => {
  const [chain] = chains as [Anvil];
  const { contracts } = await deployTo(chain);
  assert.deepEqual(Object.keys(contracts).sort(), [...CONTRACT_NAMES].sort());
  for (const address of [...Object.values(contracts), PERMIT2, ERC6492_VERIFIER]) {
    assert.ok(await chain.client.getCode({ address: address as `0x${string}` }), `no code at ${address}`);
  }
});

test("no transaction waits in the pool while another is mined", async () => {
  const { client } = chains[0]!;
  for (let blockNumber = await client.getBlockNumber({ cacheTime: 0 }); blockNumber > 0n; blockNumber--)
    assert.equal(await client.getBlockTransactionCount({ blockNumber }), 1);
});

test("a second run sends nothing, and writes the same addresses", async () => {
  const [chain] = chains as [Anvil];
  const first = await deployTo(chain);
  const head = await chain.client.getBlockNumber({ cacheTime: 0 });
  assert.deepEqual((await deployTo(chain)).contracts, first.contracts);
  assert.equal(await chain.client.getBlockNumber({ cacheTime: 0 }), head);
});

test("the SDK's address book says where a development chain has the contracts", async () => {
  const { startBlock, ...book } = deployments[31_337];
  const deployed = await deployTo(chains[0]!);
  const { startBlock: first, ...addresses } = addressesOf(deployed);
  assert.deepEqual(book, addresses);
  assert.ok(startBlock <= first, "no log of the contracts is left out");
});

test("another chain has the same addresses", async () => {
  const [chain, other] = chains as [Anvil, Anvil];
  assert.deepEqual((await deployTo(other)).contracts, (await deployTo(chain)).contracts);
});
