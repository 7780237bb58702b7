// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createWalletClient, http, parseEther, publicActions } from "viem";
import { afterAll, beforeAll, test } from "vitest";
import { registerSample } from "../edge/testing/publishSample.ts";
import { startTestEdge } from "../edge/testing/startTestEdge.ts";
import { loadConfig } from "../kernel/config/config.ts";
import { metric } from "../kernel/testing/metric.ts";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { roleSettings } from "../localnet/roleSettings.ts";
import { waitFor } from "../localnet/waitFor.ts";
import { addressesOf } from "../sdk/addresses.ts";
import { foundry } from "../sdk/chain/foundry.ts";
import { EDGE_ROLE } from "../sdk/content/getEdges.ts";
import { planRoot } from "../sdk/placement/plan.ts";
import { requestPlan } from "../sdk/placement/requestPlan.ts";
import { tributaryActions } from "../sdk/tributaryActions.ts";
import { challengerConfig } from "./config.ts";
import { startChallenger } from "./service.ts";

const BOND = parseEther("1000");
let devchain: Devchain;
beforeAll(async () => {
  devchain = await startDevchain();
});
afterAll(() => devchain?.stop());

test("an edge publishes the plan of each epoch and keeps its bond; one that publishes another loses it", async (t) => {
  const { client } = devchain.anvil;
  await registerSample(devchain, [90, 700]);
  await registerSample(devchain, [90, 800]);
  const { account } = await devchain.newAccount(BOND);
  const liar = createWalletClient({ account, chain: foundry, transport: http(devchain.rpcUrl) })
    .extend(publicActions)
    .extend(tributaryActions(addressesOf(devchain.deployment)));
  let shown = "";
  const server = createServer((_, response) => response.end(shown)).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.onTestFinished(() => server.close().closeAllConnections());
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await liar.operator.registerSync({ role: EDGE_ROLE, region: "eu", endpoint, bondWei: BOND });
  await liar.placement.declareCapacitySync({ gigabytes: 10 });
  const honest = await startTestEdge(devchain, { capacity: 10, publishPlan: true });
  t.onTestFinished(() => honest.stop());
  const planOf = (edge: `0x${string}`, epoch: bigint) => liar.placement.getPlanOf({ epoch, edge });
  const isActive = (operator: `0x${string}`) => liar.operator.getIsActive({ operator, role: EDGE_ROLE });

  const { timestamp } = await client.getBlock();
  await client.setNextBlockTimestamp({ timestamp: (timestamp / 3_600n + 1n) * 3_600n });
  await client.mine({ blocks: 3 });
  const plan = await liar.placement.getPlan();
  const { epoch, blockHash, blockNumber, works } = plan;
  await waitFor("the plan is published", async () => BigInt(await planOf(honest.operator, epoch)) !== 0n);
  assert.equal(await planOf(honest.operator, epoch), planRoot(works));
  const signal = AbortSignal.timeout(5_000);
  const kept = await requestPlan(honest.edge, epoch, planRoot(works), signal);
  assert.deepEqual(
    kept,
    works.map(({ contentId, owners }) => ({ contentId, owners })),
  );
  assert.equal(await requestPlan(honest.edge, epoch, blockHash, signal), undefined, "of another root");
  await assert.rejects(requestPlan(honest.edge, epoch - 9n, blockHash, signal), /404/);

  // the liar leaves the other edge out of one work
  const wrong = works.map(({ contentId, owners }, n) => ({ contentId, owners: owners.slice(n) }));
  await client.mine({ blocks: 1 });
  await liar.placement.publishPlanSync({ epoch, root: planRoot(wrong), blockNumber, blockHash });
  const { key } = await devchain.newAccount();
  const flags = roleSettings(devchain, { key, roundMs: 100 });
  const challenger = await startChallenger(loadConfig(challengerConfig, { flags }));
  t.onTestFinished(() => challenger.stop());
  const rounds = async (count: number) => {
    const from = await metric(challenger.url, "audit_round");
    await waitFor("rounds", async () => (await metric(challenger.url, "audit_round")) >= from + count);
  };
  // garbage, and the true plan, which is not what it published
  for (const text of [
    "{",
    JSON.stringify({ works: [{ contentId: "0x", owners: [1] }] }),
    JSON.stringify({ works: kept }),
  ]) {
    shown = text;
    await rounds(2);
    assert.ok(await isActive(account.address), "a root that nobody shows cannot be judged");
  }
  shown = JSON.stringify({ works: wrong });
  await waitFor("the liar is slashed", async () => !(await isActive(account.address)));
  assert.equal(BigInt(await planOf(account.address, epoch)), 0n);
  assert.ok(await isActive(honest.operator), "DEL-2: a true plan costs nothing");
  await waitFor("it is counted", async () => (await metric(challenger.url, "slashes_total")) === 1);
});
