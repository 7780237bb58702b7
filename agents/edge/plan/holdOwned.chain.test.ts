// SPDX-License-Identifier: GPL-3.0-or-later
// Edges that hold what the plan gives them: four of them, real, on a real chain.
import assert from "node:assert/strict";
import { createWalletClient, http, stringToHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, type TestContext, test } from "vitest";
import { loadConfig } from "../../kernel/config/config.ts";
import { metric } from "../../kernel/testing/metric.ts";
import { type Devchain, startDevchain } from "../../localnet/devchain.ts";
import { waitFor } from "../../localnet/waitFor.ts";
import { addressesOf } from "../../sdk/addresses.ts";
import { withTributary } from "../../sdk/chain/deployment.ts";
import { foundry } from "../../sdk/chain/foundry.ts";
import { requestChunks } from "../../sdk/content/requestChunks.ts";
import { getPlan, getRoster } from "../../sdk/placement/getPlan.ts";
import { edgeConfig } from "../config.ts";
import { startEdge } from "../service.ts";
import { registerSample, storeSample } from "../testing/publishSample.ts";
import { startTestEdge, testEdgeFlags } from "../testing/startTestEdge.ts";

let devchain: Devchain;
beforeAll(async () => {
  devchain = await startDevchain();
});
afterAll(() => devchain?.stop());

async function start(t: TestContext, flags: Parameters<typeof startTestEdge>[1]) {
  const edge = await startTestEdge(devchain, flags);
  t.onTestFinished(() => edge.stop());
  return edge;
}

async function passEpoch() {
  const { timestamp } = await devchain.anvil.client.getBlock();
  await devchain.anvil.client.setNextBlockTimestamp({ timestamp: (timestamp / 3_600n + 1n) * 3_600n });
  await devchain.anvil.client.mine({ blocks: 1 });
}

test("an edge fetches what the plan gives it, from whoever has it, and nothing else", async (t) => {
  const chain = withTributary(foundry, addressesOf(devchain.deployment));
  const account = privateKeyToAccount((await devchain.newAccount()).key);
  const client = createWalletClient({ account, chain, transport: http(devchain.rpcUrl) });
  const holder = await start(t, {});
  const edges: Awaited<ReturnType<typeof start>>[] = [];
  for (let n = 0; n < 4; n++) edges.push(await start(t, { capacity: 100 + n, region: n % 2 ? "us" : "eu" }));
  const works = await Promise.all(
    [0, 1, 2].map((n) => registerSample(devchain, [90, 65_536, 1_500], 10 * n)),
  );
  for (const work of works) await storeSample(holder.edge, work);
  await passEpoch();

  const plan = await getPlan(client);
  assert.deepEqual(
    plan.roster.map((place) => [place?.region, place?.weight]),
    ["eu", "us", "eu", "us"].map((region, n) => [stringToHex(region, { size: 8 }), 100 + n]),
  );
  for (const { edge } of edges) {
    const mine = plan.works.filter(({ owners }) => owners.includes(edge.operator.toLowerCase() as never));
    await waitFor(
      "each edge holds what it owns",
      async () =>
        (await metric(edge.endpoint, "works_owned")) === mine.length &&
        (await metric(edge.endpoint, "works_lacking")) === 0,
    );
    assert.equal(await metric(edge.endpoint, "chunks_stored"), 3 * mine.length);
  }

  // the one that had them is gone, and everything can be read
  await holder.stop();
  for (const [n, { content, chunks }] of works.entries())
    for (const owner of plan.works[n]!.owners) {
      const { edge } = edges.find((each) => each.edge.operator.toLowerCase() === owner)!;
      for await (const { index, bytes } of requestChunks(edge, content, { first: 0, last: 2 }))
        assert.deepEqual(bytes, chunks[index]);
    }

  // started again, it declares nothing anew; with another capacity it does
  const [first] = edges;
  await first!.stop();
  const again = async (capacity: number) => {
    const flags = { ...first!.settings, capacity };
    const edge = await startEdge(loadConfig(edgeConfig, { flags }));
    await edge.stop();
    const { timestamp } = await devchain.anvil.client.getBlock();
    const roster = await getRoster(client, { epoch: timestamp / 3_600n + 1n });
    return roster.map((place) => place?.weight);
  };
  const sent = () => devchain.anvil.client.getTransactionCount({ address: first!.operator });
  const before = await sent();
  assert.deepEqual(await again(100), [100, 101, 102, 103]);
  assert.equal(await sent(), before);
  assert.deepEqual(await again(7), [7, 101, 102, 103]);
  assert.equal(await sent(), before + 1);
});

test("an edge that fills nothing declares no capacity", async () => {
  const flags = await testEdgeFlags(devchain, { capacity: 1, fill: false });
  await assert.rejects(startEdge(loadConfig(edgeConfig, { flags })), /does not fill/);
});
