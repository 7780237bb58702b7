// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { keccak256, type LocalAccount, stringToHex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, test } from "vitest";
import { loadConfig } from "../../kernel/config/config.ts";
import { type Devchain, startDevchain } from "../../localnet/devchain.ts";
import { roleSettings } from "../../localnet/roleSettings.ts";
import type { Scope } from "../../localnet/scope.ts";
import { waitFor } from "../../localnet/waitFor.ts";
import { interactionInputsAbi, interactionRollupAbi } from "../../sdk/abis.generated.ts";
import { foundry } from "../../sdk/chain/foundry.ts";
import { InteractionSession } from "../../sdk/interactions/interactionSession.ts";
import { type Operation, packOperation } from "../../sdk/interactions/operation.ts";
import { readComments } from "../../sdk/interactions/readComments.ts";
import { readLeaf } from "../../sdk/interactions/readLeaf.ts";
import { signOperation } from "../../sdk/interactions/signOperation.ts";
import { peopleOf } from "../../sdk/testing/people.ts";
import { sequencerConfig } from "../config.ts";
import { startSequencer } from "../service.ts";

let devchain: Devchain;
let people: ReturnType<typeof peopleOf>;
beforeAll(async () => {
  devchain = await startDevchain();
  people = peopleOf(devchain);
});
afterAll(() => devchain?.stop());

const inputs = () => ({
  ...{ address: devchain.deployment.contracts.InteractionInputs, abi: interactionInputsAbi },
});
const postings = (fromBlock: bigint) =>
  devchain.anvil.client.getContractEvents({
    ...inputs(),
    eventName: "InputsPosted",
    fromBlock,
    strict: true,
  });
const rollupEvents = (eventName: "Asserted" | "Confirmed" | "Collected", fromBlock: bigint) =>
  devchain.anvil.client.getContractEvents({
    ...{ address: devchain.deployment.contracts.InteractionRollup, abi: interactionRollupAbi },
    ...{ eventName, fromBlock, strict: true },
  });
const now = () => devchain.anvil.client.getBlockNumber();

/** A bonded sequencer that can be started again on its data. */
async function sequencer(t: Scope) {
  const { key } = await devchain.newAccount(10n ** 22n);
  const settings = roleSettings(devchain, { key, bond: "1000", region: "eu", interactionWaitSec: 0 });
  const running = new Set<() => Promise<void>>();
  t.onTestFinished(() => Promise.all([...running].map((stop) => stop())).then(() => {}));
  return async (flags: Record<string, unknown> = {}) => {
    const started = await startSequencer(loadConfig(sequencerConfig, { flags: { ...settings, ...flags } }));
    const stop = async () => {
      running.delete(stop);
      await started.stop();
    };
    running.add(stop);
    return { url: started.url, stop };
  };
}

async function newActor() {
  const key = privateKeyToAccount(generatePrivateKey());
  const somebody = await people.somebody();
  const { actor } = await somebody.interaction.registerSync({ key: key.address });
  return { actor, key, account: somebody.account.address };
}

async function offer(
  url: string,
  key: LocalAccount,
  operation: Operation,
  version: number,
  chainId: number = foundry.id,
): Promise<string> {
  const contract = people.addresses.interactionInputs;
  const packed = packOperation(operation);
  const terms = { chainId, interactionInputs: contract, ...packed, version };
  const signature = await signOperation(key, terms);
  const response = await fetch(`${url}/v1/interactions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ chainId, contract, ...packed, signature }),
  });
  return response.ok ? "accepted" : ((await response.json()) as { code: string }).code;
}

const pairOf = (sequencerUrl: string, ...of: [actor: number, target: number]) =>
  readLeaf({ sequencerUrl, kind: "pair", of });

/** Offers until the sequencer has seen the actors' block. */
const accepted = (url: string, ...offered: [LocalAccount, Operation, number]) =>
  waitFor("the operation is accepted", async () => (await offer(url, ...offered)) === "accepted");

test("names why it refuses an operation", async (t) => {
  const { url } = await (await sequencer(t))({ interactionWaitSec: 3_600 });
  const [a, b] = [await newActor(), await newActor()];
  const follow: Operation = { kind: "follow", actor: a.actor, target: b.actor };
  await accepted(url, a.key, follow, 0);
  assert.equal(await offer(url, a.key, follow, 0), "wrong_key", "the version is 1 now");
  assert.equal(await offer(url, b.key, follow, 1), "wrong_key");
  assert.equal(await offer(url, a.key, { ...follow, key: 1 }, 1), "wrong_key");
  assert.equal(await offer(url, a.key, { ...follow, actor: b.actor + 1 }, 0), "unknown_actor");
  assert.equal(await offer(url, a.key, { ...follow, target: b.actor + 1 }, 1), "unknown_target");
  assert.equal(await offer(url, a.key, { kind: "like", actor: a.actor, work: 9 }, 0), "unknown_target");
  assert.equal(await offer(url, a.key, follow, 1, 1), "other_chain");
  const { timestamp } = await devchain.anvil.client.getBlock();
  const peer: Operation = { kind: "peer", actor: a.actor, target: b.actor, slot: 0, units: 5 };
  const epoch = Number(timestamp / 3_600n);
  assert.equal(await offer(url, a.key, peer, epoch), "accepted");
  assert.equal(await offer(url, a.key, peer, epoch), "no_effect");
});

test("a session reads the version, signs, and hands in; two of one actor at once lose nothing", async (t) => {
  const { url } = await (await sequencer(t))({ interactionWaitSec: 3_600 });
  const [a, b] = [await newActor(), await newActor()];
  const { interactionInputs } = people.addresses;
  const terms = { chainId: foundry.id, interactionInputs, sequencerUrl: url, actor: a.actor };
  const [here, there] = [
    new InteractionSession({ ...terms, account: a.key }),
    new InteractionSession({ ...terms, account: a.key }),
  ];
  const acts = (["follow", "unfollow", "follow", "unfollow"] as const).map((kind) => ({
    kind,
    target: b.actor,
  }));
  for (const act of acts) await Promise.all([here.send(act), there.send(act)]);
  assert.deepEqual(await pairOf(url, a.actor, b.actor), { version: 8, follows: false });
  await here.send({ kind: "follow", target: b.actor });
  const { count } = await readLeaf({ sequencerUrl: url, kind: "followers", of: [b.actor] });
  assert.equal(count, 1);

  const stranger = new InteractionSession({ ...terms, account: b.key });
  await assert.rejects(stranger.send({ kind: "unfollow", target: b.actor }), { code: "wrong_key" });
  const patience = { patienceMs: 0 };
  await assert.rejects(here.send({ kind: "like", work: 9 }, patience), {
    ...{ code: "unknown_target", retryable: true },
  });
  // a failure does not stop what follows
  await here.send({ kind: "unfollow", target: b.actor });
});

test("comments are listed once they are posted, in their order, with the texts that were signed, and final once they are", async (t) => {
  const { url } = await (await sequencer(t))();
  const from = await now();
  const { key, actor, account } = await newActor();
  const publisher = await people.somebody();
  const work = Number(await publisher.content.getWorkCount({}));
  await people.publish(publisher);
  const { interactionInputs } = people.addresses;
  const terms = { chainId: foundry.id, interactionInputs, sequencerUrl: url, actor };
  const session = new InteractionSession({ ...terms, account: key });
  const read = (before?: number) => readComments({ sequencerUrl: url, work, before });
  assert.deepEqual(await read(), { comments: [] });

  const word = keccak256(stringToHex("a text"));
  const packed = packOperation({ kind: "comment", actor, work, textHash: word });
  const signature = await signOperation(key, {
    chainId: foundry.id,
    interactionInputs,
    ...packed,
    version: 0,
  });
  const other = { chainId: foundry.id, contract: interactionInputs, ...packed, signature, text: "another" };
  const headers = { "content-type": "application/json" };
  const refused = await fetch(`${url}/v1/interactions`, {
    method: "POST",
    headers,
    body: JSON.stringify(other),
  });
  assert.equal(refused.status, 400);
  assert.match(await refused.text(), /the word is the text's keccak256/);

  for (const text of ["first", "zweiter – ünïcode 🎬", "third"])
    await session.send({ kind: "comment", work, text });
  await waitFor("all are posted", async () => (await read()).comments.length === 3);
  const { comments, next } = await read();
  assert.equal(next, undefined);
  assert.deepEqual(
    comments.map(({ place, text, account: by }) => [place, text, by]),
    [
      [2, "third", account],
      [1, "zweiter – ünïcode 🎬", account],
      [0, "first", account],
    ],
  );
  assert.ok(comments.every(({ isFinal }) => !isFinal));
  const { length } = await postings(from);
  await waitFor("all are asserted", async () => (await rollupEvents("Asserted", from)).length >= length);
  assert.deepEqual(
    (await read(1)).comments.map(({ text }) => text),
    ["first"],
  );
  await people.pass(await (await people.somebody()).interaction.getWindow({}));
  await waitFor("they are final", async () => (await read()).comments.every(({ isFinal }) => isFinal));
});

test("what was accepted is posted once after a restart, asserted, confirmed, and the bond returned", async (t) => {
  const start = await sequencer(t);
  const first = await start({ interactionWaitSec: 3_600 });
  const [a, b] = [await newActor(), await newActor()];
  const from = await now();
  await accepted(first.url, a.key, { kind: "follow", actor: a.actor, target: b.actor }, 0);
  await accepted(first.url, a.key, { kind: "unfollow", actor: a.actor, target: b.actor }, 1);
  await accepted(first.url, b.key, { kind: "follow", actor: b.actor, target: a.actor }, 0);
  assert.deepEqual(await pairOf(first.url, a.actor, b.actor), { version: 2, follows: false });
  await first.stop();
  assert.deepEqual(await postings(from), []);

  const again = await start();
  // at once, before the state was read: the answer waits
  assert.deepEqual(await pairOf(again.url, b.actor, a.actor), { version: 1, follows: true });
  await waitFor("the state is asserted", async () => (await rollupEvents("Asserted", from)).length > 0);
  await people.pass(await (await people.somebody()).interaction.getWindow({}));
  await waitFor("the bond is returned", async () => (await rollupEvents("Collected", from)).length > 0);
  await again.stop();
  assert.equal((await postings(from)).length, 1, "posted once");
  assert.equal((await rollupEvents("Confirmed", from)).length, 1);
});

test("what a reorg takes out of the chain is posted again", async (t) => {
  const { client } = devchain.anvil;
  const { url } = await (await sequencer(t))();
  const [a, b] = [await newActor(), await newActor()];
  await waitFor("the sequencer is bonded", async () => (await fetch(`${url}/ready`)).ok);
  const snapshot = await client.snapshot();
  const from = await now();
  await accepted(url, a.key, { kind: "follow", actor: a.actor, target: b.actor }, 0);
  await waitFor("it is posted", async () => (await postings(from)).length > 0);
  await client.revert({ id: snapshot });
  await client.mine({ blocks: 5 });
  await waitFor("it is posted again", async () => (await postings(from)).length > 0);
  await waitFor("its state stands", async () => (await pairOf(url, a.actor, b.actor)).follows);
});
