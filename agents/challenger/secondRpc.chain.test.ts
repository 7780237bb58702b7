// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { createPublicClient, type Hex, http, numberToHex } from "viem";
import { afterAll, beforeAll, test } from "vitest";
import { flipped, startScene } from "../interactions/testing/interactionScene.ts";
import type { ChainClient } from "../kernel/chain/chain.ts";
import { loadConfig } from "../kernel/config/config.ts";
import { freePort } from "../kernel/testing/freePort.ts";
import { startRpcProxy } from "../kernel/testing/rpcProxy.ts";
import { startAnvil } from "../localnet/anvil.ts";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { roleSettings } from "../localnet/roleSettings.ts";
import { waitFor } from "../localnet/waitFor.ts";
import { foundry } from "../sdk/chain/foundry.ts";
import { challengerConfig } from "./config.ts";
import { requireAgreement } from "./secondRpc.ts";
import { startChallenger } from "./service.ts";

let devchain: Devchain;
let scene: Awaited<ReturnType<typeof startScene>>;
beforeAll(async () => {
  devchain = await startDevchain();
  scene = await startScene(devchain);
});
afterAll(() => devchain?.stop());

const verdictOf = async (id: Hex) => (await scene.liar.interaction.getStatus({ id })).verdict;
const dead = (id: Hex) => waitFor("the lie is dead", async () => (await verdictOf(id)) === "falsified");

async function lie(): Promise<Hex> {
  const posted = await scene.post([[{ kind: "follow", actor: 0, target: 1 }]]);
  await scene.untilFinal();
  return (
    await scene.claim(
      posted,
      posted.roots.map((root) => flipped(root)),
    )
  ).id;
}

async function challenger(settings: Record<string, string>) {
  const { key } = await devchain.newAccount();
  const flags = roleSettings(devchain, { key, roundMs: 60_000, ...settings });
  return startChallenger(loadConfig(challengerConfig, { flags }));
}

/** An RPC for which no block comes after the one that is newest now. */
async function standingStill() {
  const block = numberToHex(await devchain.anvil.client.getBlockNumber({ cacheTime: 0 }));
  const plain = createPublicClient({ chain: foundry, transport: http(devchain.rpcUrl) });
  const result = await plain.request({ method: "eth_getBlockByNumber", params: [block, false] });
  return startRpcProxy(devchain.rpcUrl, ({ method, params }) => {
    if (method === "eth_blockNumber") return { result: block };
    return method === "eth_getBlockByNumber" && params[0] === "latest" ? { result } : "pass";
  });
}

test("a lie that the first RPC does not show dies by the second, and /ready says that they disagree", async (t) => {
  const first = await standingStill();
  t.onTestFinished(() => first.stop());
  const id = await lie();
  await devchain.anvil.client.mine({ blocks: 40 });
  const running = await challenger({ rpcUrl: first.rpcUrl, secondRpcUrl: devchain.rpcUrl });
  t.onTestFinished(() => running.stop());
  await dead(id);
  const said = async () => await (await fetch(`${running.url}/ready`)).text();
  await waitFor("the alarm", async () => /"rpcs-agree","ok":false.*blocks apart/.test(await said()));
});

test("without the second RPC, the first one's lies die all the same, and /ready says that it is away", async (t) => {
  const port = await freePort();
  const running = await challenger({ secondRpcUrl: `http://127.0.0.1:${port}` });
  t.onTestFinished(() => running.stop());
  await dead(await lie());
  const ready = async () => (await fetch(`${running.url}/ready`)).status === 200;
  assert.equal(await ready(), false);
});

test("two chains of one id disagree at the first block already", async (t) => {
  const another = await startAnvil([]);
  t.onTestFinished(() => another.stop());
  const client = (url: string) => ({
    publicClient: createPublicClient({ chain: foundry, transport: http(url) }) as unknown as ChainClient,
  });
  const [own, same, other] = [devchain.rpcUrl, devchain.rpcUrl, another.rpcUrl].map(client) as [
    never,
    never,
    never,
  ];
  await requireAgreement(own, same);
  await another.client.mine({ blocks: Number(await devchain.anvil.client.getBlockNumber({ cacheTime: 0 })) });
  await assert.rejects(requireAgreement(own, other), /The RPCs disagree: block \d+ is 0x/);
});
