// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { join } from "node:path";
import { afterAll, beforeAll, test } from "vitest";
import { connectChain } from "../kernel/chain/chain.ts";
import { openStore } from "../kernel/store/store.ts";
import { scratchDir } from "../kernel/testing/scratch.ts";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { followInteractions } from "./interactionLogs.ts";
import { Ledger } from "./ledger.ts";
import { interactionMigrations } from "./logTables.ts";
import { createSignerOf } from "./signerOf.ts";
import { flipped, startScene } from "./testing/interactionScene.ts";

let devchain: Devchain;
let scene: Awaited<ReturnType<typeof startScene>>;
beforeAll(async () => {
  devchain = await startDevchain();
  scene = await startScene(devchain);
});
afterAll(() => devchain?.stop());

test("forced strides are executed as they were posted, and a state that was forgotten is made anew", async (t) => {
  const { client } = devchain.anvil;
  const first = await scene.postSigned([{ operation: { kind: "follow", actor: 0, target: 1 }, version: 0 }]);
  const forced = await scene.forceSigned(
    [{ operation: { kind: "follow", actor: 1, target: 2 }, version: 0 }],
    [
      { operation: { kind: "unfollow", actor: 0, target: 1 }, version: 1 },
      { operation: { kind: "follow", actor: 2, target: 0 }, version: 0 },
    ],
  );
  const contracts = ["InteractionInputs", "InteractionRollup"] as const;
  const { rpcUrl, deployment } = devchain;
  const chain = await connectChain({ rpcUrl, contracts, deploymentPath: deployment.path });
  const store = await openStore(join(scratchDir(t), "ledger.db"), interactionMigrations);
  t.onTestFinished(() => store.close());
  const logs = followInteractions(chain, store);
  const interactionInputs = deployment.contracts.InteractionInputs;
  const signerOf = createSignerOf({ chainId: chain.chainId, interactionInputs });
  const ledger = new Ledger({ logs, signerOf, demandTimeSec: 1 });
  const look = async () => {
    const block = await logs.poll();
    await ledger.advance(block, Number((await client.getBlock({ blockNumber: block })).timestamp));
  };

  await look();
  assert.deepEqual(ledger.rootsOf(first.number)?.roots, first.roots);
  assert.deepEqual(ledger.rootsOf(forced.number)?.roots, forced.roots);
  const before = await ledger.falsify(first.number, [flipped(first.roots[0]!)]);
  assert.equal(await ledger.falsify(forced.number, forced.roots), undefined);

  await client.mine({ blocks: 300 });
  const later = await scene.postSigned([{ operation: { kind: "follow", actor: 3, target: 0 }, version: 0 }]);
  await look();
  assert.deepEqual(ledger.rootsOf(later.number), { ...ledger.rootsOf(later.number), roots: later.roots });
  assert.deepEqual(await ledger.falsify(first.number, [flipped(first.roots[0]!)]), before);
  assert.deepEqual(ledger.rootsOf(later.number)?.roots, later.roots);
  assert.equal(await ledger.falsify(later.number, later.roots), undefined);
});
