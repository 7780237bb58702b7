// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { type Hex, parseEther } from "viem";
import { afterAll, beforeAll, test } from "vitest";
import { flipped, type Posted, startScene } from "../interactions/testing/interactionScene.ts";
import { loadConfig } from "../kernel/config/config.ts";
import { metric } from "../kernel/testing/metric.ts";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { roleSettings } from "../localnet/roleSettings.ts";
import { waitFor } from "../localnet/waitFor.ts";
import { interactionRollupAbi } from "../sdk/abis.generated.ts";
import { random } from "../sdk/testing/people.ts";
import { challengerConfig } from "./config.ts";
import { startChallenger } from "./service.ts";

let devchain: Devchain;
let scene: Awaited<ReturnType<typeof startScene>>;
beforeAll(async () => {
  devchain = await startDevchain();
  scene = await startScene(devchain);
});
afterAll(() => devchain?.stop());

const events = <Name extends "Falsified" | "Reaped" | "Collected">(eventName: Name, fromBlock: bigint) =>
  devchain.anvil.client.getContractEvents({
    ...{ address: devchain.deployment.contracts.InteractionRollup, abi: interactionRollupAbi },
    ...{ eventName, fromBlock, strict: true },
  });
const now = () => devchain.anvil.client.getBlockNumber();
const verdictOf = async (id: Hex) => (await scene.liar.interaction.getStatus({ id })).verdict;

async function challenger() {
  const { account, key } = await devchain.newAccount();
  const settings = roleSettings(devchain, { key, roundMs: 60_000 });
  const start = () => startChallenger(loadConfig(challengerConfig, { flags: settings }));
  return { account, start };
}

/** Everything that can be false about a posting of three strides, of which the last does nothing. */
const LIES: Record<string, (posted: Posted) => Hex[]> = {
  "the first root alone": ({ roots: [a, b, c] }) => [flipped(a!), b!, c!],
  "the middle root alone": ({ roots: [a, b, c] }) => [a!, flipped(b!, 255), c!],
  "the last root, of a stride that reads nothing": ({ roots: [a, b, c] }) => [a!, b!, flipped(c!, 7)],
  "every root": ({ roots }) => roots.map((root) => flipped(root)),
  "no operation had an effect": ({ rootBefore, roots }) => roots.map(() => rootBefore),
  "the roots of other strides": ({ roots: [a, b, c] }) => [b!, a!, c!],
  "a later root too early": ({ roots: [, b, c] }) => [b!, b!, c!],
  "an empty state": ({ roots }) => roots.map(() => `0x${"00".repeat(32)}` as const),
};

test("each lie dies by one transaction, truth stands, orphans are reaped, and half of each bond comes in", async () => {
  const { people, sequencer, assertionBondWei } = scene;
  await confirmed(await scene.post([[{ kind: "follow", actor: 2, target: 3 }]]));
  const posted = await scene.post([
    [
      { kind: "follow", actor: 0, target: 1 },
      { kind: "follow", actor: 1, target: 0 },
    ],
    [{ kind: "unfollow", actor: 0, target: 1 }],
    [],
  ]);
  await scene.untilFinal();
  const from = await now();
  const lies: Hex[] = [];
  for (const lie of Object.values(LIES)) lies.push((await scene.claim(posted, lie(posted))).id);
  const honest = await scene.claim(posted, posted.roots, { by: sequencer });
  const orphan = await scene.claim(posted, posted.roots, { rootBefore: random(32) });

  const { account, start } = await challenger();
  const running = await start();
  await waitFor("all lies are dead", async () => (await events("Falsified", from)).length >= lies.length);
  const falsified = await events("Falsified", from);
  assert.deepEqual(falsified.map(({ args }) => args.id).sort(), lies.toSorted());
  assert.ok(falsified.every(({ args }) => args.prover === account.address));
  assert.deepEqual([await verdictOf(honest.id), await verdictOf(orphan.id)], ["pending", "pending"]);

  await people.pass(await sequencer.interaction.getWindow({}));
  await sequencer.interaction.confirmSync({ assertion: honest.assertion });
  await waitFor("the orphan is reaped", async () => (await events("Reaped", from)).length === 1);
  await people.pass((await sequencer.interaction.getRevealTime({})) + 1);
  await waitFor("all is collected", async () => (await events("Collected", from)).length > lies.length);
  await running.stop();
  for (const { args } of await events("Collected", from)) {
    // a quarter came with each falsification
    const paid = args.id === orphan.id ? assertionBondWei / 2n : assertionBondWei / 4n;
    assert.deepEqual([args.to, args.paid, args.burned], [account.address, paid, assertionBondWei / 2n]);
  }
  const balance = await devchain.anvil.client.getBalance({ address: account.address });
  assert.ok(balance > parseEther("100"), "OPT-2: a challenger earns more than its gas");
  assert.equal(await verdictOf(honest.id), "confirmed");
});

test("who signed what, and what was demanded and not shown, decides too", async () => {
  const { liar } = scene;
  const signed = await scene.postSigned([
    { operation: { kind: "follow", actor: 0, target: 2 }, version: 0 },
    { operation: { kind: "follow", actor: 1, target: 2 }, version: 9 },
  ]);
  const lie = await scene.claim(signed, [signed.rootBefore]);
  const truth = await scene.claim(signed, signed.roots, { by: scene.sequencer });
  const { start } = await challenger();
  const running = await start();
  await dead(lie.id);

  // the devnet's time for demands is a second
  await devchain.anvil.client.setBlockTimestampInterval({ interval: 0 });
  const doubted = await scene.post([[{ kind: "follow", actor: 3, target: 0 }]]);
  const stride = { index: 0n, operations: doubted.operations, signatures: "0x", path: [] } as const;
  const bondWei = await liar.interaction.getDemandBond({});
  await liar.interaction.demandSignatureSync({ ...doubted, stride, place: 0, bondWei });
  await devchain.anvil.client.removeBlockTimestampInterval();
  await scene.untilFinal();
  const silenced = await scene.claim(doubted, [doubted.rootBefore], { by: scene.sequencer });
  const effective = await scene.claim(doubted, doubted.roots);
  await dead(effective.id);
  await running.stop();
  assert.deepEqual([await verdictOf(truth.id), await verdictOf(silenced.id)], ["pending", "pending"]);
  scene.silence(doubted);
});

test("a lie that was told while the challenger was down dies at its start, and with an empty store", async () => {
  const first = await challenger();
  await (await first.start()).stop();
  const posted = await scene.post([[{ kind: "follow", actor: 3, target: 1 }]]);
  await scene.untilFinal();
  const lie = await scene.claim(posted, [random(32)]);
  const again = await first.start();
  await dead(lie.id);
  await again.stop();
  const another = await scene.claim(posted, [random(32)]);
  const running = await (await challenger()).start();
  await dead(another.id);
  await running.stop();
});

test("after a reorg, the inputs that are there now decide", async () => {
  const { client } = devchain.anvil;
  const { start } = await challenger();
  const running = await start();
  const snapshot = await client.snapshot();
  const state = scene.remember();
  const replaced = await scene.post([[{ kind: "follow", actor: 0, target: 3 }]]);
  await scene.untilFinal();
  await dead((await scene.claim(replaced, [random(32)])).id);
  const executed = await metric(running.url, "executed_postings");
  await client.revert({ id: snapshot });

  scene.goBack(state);
  const posted = await scene.post([[{ kind: "follow", actor: 1, target: 3 }]]);
  assert.equal(posted.number, replaced.number);
  await scene.untilFinal();
  await client.mine({ blocks: 10 });
  const stale = await scene.claim(posted, replaced.roots);
  const truth = await scene.claim(posted, posted.roots, { by: scene.sequencer });
  await dead(stale.id);
  assert.equal(await metric(running.url, "executed_postings"), executed);
  await running.stop();
  assert.equal(await verdictOf(truth.id), "pending");
});

const dead = (id: Hex) => waitFor(`${id} is falsified`, async () => (await verdictOf(id)) === "falsified");

/** Brings a posting to its final state. */
async function confirmed(posted: Posted): Promise<void> {
  await scene.untilFinal();
  const { assertion } = await scene.claim(posted, posted.roots, { by: scene.sequencer });
  await scene.people.pass(await scene.sequencer.interaction.getWindow({}));
  await scene.sequencer.interaction.confirmSync({ assertion });
}
