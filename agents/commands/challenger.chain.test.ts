// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { join } from "node:path";
import { afterAll, beforeAll, test } from "vitest";
import { planLie } from "../interactions/planLie.ts";
import { startScene } from "../interactions/testing/interactionScene.ts";
import { connectChain } from "../kernel/chain/chain.ts";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { runCli } from "./testing/runCli.ts";

let devchain: Devchain;
beforeAll(async () => {
  devchain = await startDevchain();
});
afterAll(() => devchain.stop());

test("a drill asserts what the monitor calls false; a dry one, and one on a real chain, send nothing", async () => {
  const scene = await startScene(devchain);
  const deploymentPath = join(devchain.directory, "deployment.json");
  const place = ["--rpc-url", devchain.rpcUrl, "--deployment", deploymentPath];
  const { key } = await devchain.newAccount();
  const drill = (...more: string[]) =>
    runCli(["challenger", "drill", ...place, "--key", key, "--data-dir", devchain.directory, ...more]);
  const monitored = async () => JSON.parse((await runCli(["monitor", ...place, "--json"])).out).assertions;

  const early = await drill();
  assert.deepEqual([early.code, early.out], [1, ""]);
  assert.match(early.err, /^No posting waits for its final state/m);

  const follow = { kind: "follow", actor: 0, target: 1 } as const;
  await scene.post([[follow]]);
  await scene.untilFinal();
  const dry = await drill("--dry-run");
  assert.deepEqual([dry.code, await monitored()], [0, []]);
  const [, root] = /^posting 0 root (0x[0-9a-f]{64})$/m.exec(dry.out)!;

  const { code, out, err } = await drill();
  assert.equal(code, 0, err);
  const [lie, ...others] = await monitored();
  assert.deepEqual(others, []);
  assert.equal(out, `posting 0 assertion ${lie.id}\n`);
  assert.deepEqual([lie.roots, lie.execution], [[root], { falseFrom: 0 }]);

  const contracts = ["InteractionInputs", "InteractionRollup"] as const;
  const chain = await connectChain({ rpcUrl: devchain.rpcUrl, contracts, deploymentPath });
  await assert.rejects(planLie({ ...chain, chainId: 1 }), /On chain 1 a false assertion is an attack/);
});
