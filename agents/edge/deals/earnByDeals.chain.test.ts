// SPDX-License-Identifier: GPL-3.0-or-later
// A real edge that is paid by a deal for a work that it owns and holds: promised, claimed, and not twice after a restart.
import assert from "node:assert/strict";
import { createWalletClient, http, parseEther } from "viem";
import { afterAll, beforeAll, test } from "vitest";
import { loadConfig } from "../../kernel/config/config.ts";
import { metric } from "../../kernel/testing/metric.ts";
import { type Devchain, startDevchain } from "../../localnet/devchain.ts";
import { waitFor } from "../../localnet/waitFor.ts";
import { addressesOf } from "../../sdk/addresses.ts";
import { foundry } from "../../sdk/chain/foundry.ts";
import { epochOf } from "../../sdk/content/holding.ts";
import { tributaryActions } from "../../sdk/tributaryActions.ts";
import { edgeConfig } from "../config.ts";
import { startEdge } from "../service.ts";
import { registerSample, storeSample } from "../testing/publishSample.ts";
import { startTestEdge } from "../testing/startTestEdge.ts";
import { isPromised } from "./isPromised.ts";

let devchain: Devchain;
beforeAll(async () => {
  devchain = await startDevchain();
});
afterAll(() => devchain?.stop());

const present = async () => epochOf((await devchain.anvil.client.getBlock()).timestamp);

async function passEpochs(count: bigint) {
  const timestamp = ((await present()) + count) * 3_600n;
  await devchain.anvil.client.setNextBlockTimestamp({ timestamp });
  await devchain.anvil.client.mine({ blocks: 1 });
}

test("an edge promises what it owns and a deal pays for, claims each share once, and is bound until the promise ends", async (t) => {
  const { account } = await devchain.newAccount(parseEther("1000"));
  const client = createWalletClient({ account, chain: foundry, transport: http(devchain.rpcUrl) }).extend(
    tributaryActions(addressesOf(devchain.deployment)),
  );
  let running = await startTestEdge(devchain, { capacity: 100, earnAbove: "0.1" });
  t.onTestFinished(() => running.stop());
  const edge = running.operator;
  const [paid, cheap] = [
    await registerSample(devchain, [90, 65_536]),
    await registerSample(devchain, [90], 7),
  ];
  for (const work of [paid, cheap]) await storeSample(running.edge, work);
  const { contentId, byteCount } = paid.content;
  // a share is 0.1 STREAM and a little, of the other work a wei
  const pricePerGigabyteWei = (parseEther("0.1") * 10n ** 9n) / byteCount + 10n ** 9n;
  const epochWei = ((pricePerGigabyteWei * byteCount) / 10n ** 9n) * 3n;
  await client.deal.openSync({ contentId, pricePerGigabyteWei, depositWei: 40n * epochWei });
  await client.deal.openSync({
    ...{ contentId: cheap.content.contentId, pricePerGigabyteWei: 10n ** 8n, depositWei: 9n * 3n * 40n },
  });
  const posted = (epoch: bigint, of = contentId) =>
    client.deal.getPosted({ edge, contentId: of, generation: 0, epoch });

  // deals are looked after once an epoch
  await passEpochs(1n);
  const opened = await present();
  await waitFor("the edge promises the work", () => posted(opened + 1n));
  assert.equal(await posted(opened + 24n), true);
  assert.equal(await posted(opened + 25n), false);
  assert.equal(await posted(opened + 1n, cheap.content.contentId), false, "what is not worth its gas");

  assert.equal(await devchain.balanceOf(edge), 0n);
  await passEpochs(4n);
  await waitFor("the edge claims the first share", async () => (await devchain.balanceOf(edge)) > 0n);
  assert.equal(await devchain.balanceOf(edge), epochWei / 3n);
  // the edge sees its receipt a moment later
  const isEarned = async () =>
    Math.abs((await metric(running.url, "deals_earned_stream_total")) - 0.1) < 0.001;
  await waitFor("the edge counts what it earned", isEarned);
  assert.ok((await metric(running.url, "deals_gas_ether_total")) > 0);
  await waitFor("the bond is known", async () => (await metric(running.url, "bond_stream")) === 1_000);

  // killed and started again, it claims what is due since, and nothing twice
  await running.stop();
  await passEpochs(2n);
  const again = await startEdge(loadConfig(edgeConfig, { flags: running.settings }));
  running = { ...running, ...again };
  await waitFor("the edge claims on", async () => (await devchain.balanceOf(edge)) === epochWei);

  const chain = { publicClient: devchain.anvil.client, deployment: devchain.deployment } as never;
  assert.equal(await isPromised(chain, edge, contentId, opened), true);
  assert.equal(await isPromised(chain, edge, contentId, opened + 25n), true, "it may have to answer");
  assert.equal(await isPromised(chain, edge, contentId, opened + 26n), false);
  assert.equal(await isPromised(chain, edge, cheap.content.contentId, opened), false);
});
