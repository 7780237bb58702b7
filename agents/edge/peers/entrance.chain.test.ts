// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { type Hex, zeroAddress } from "viem";
import { afterAll, beforeAll, test } from "vitest";
import { connectChain } from "../../kernel/chain/chain.ts";
import { systemClock } from "../../kernel/process/clock.ts";
import { manualClock } from "../../kernel/testing/manualClock.ts";
import { type Devchain, startDevchain } from "../../localnet/devchain.ts";
import { signPeerEntry } from "../../sdk/peers/peerEntry.ts";
import { peopleOf } from "../../sdk/testing/people.ts";
import { newActor } from "../testing/helpingViewers.ts";
import { createEntrance } from "./entrance.ts";

const WORK: Hex = `0x${"c0".repeat(32)}`;
const [NONCE, OTHER]: [Hex, Hex] = [`0x${"01".repeat(32)}`, `0x${"02".repeat(32)}`];
const EDGE = `0x${"ed".repeat(20)}` as const;

let devchain: Devchain;
let chain: Awaited<ReturnType<typeof connect>>;
const connect = () =>
  connectChain({
    rpcUrl: devchain.rpcUrl,
    contracts: ["InteractionInputs"],
    deploymentPath: `${devchain.directory}/deployment.json`,
  });
beforeAll(async () => {
  devchain = await startDevchain();
  chain = await connect();
});
afterAll(() => devchain.stop());

const forever = () => new AbortController().signal;
const mine = () => devchain.anvil.client.mine({ blocks: 1 });

test("an entry is its actor's, for one edge, work and connection; a retired key is none", async () => {
  const { keyOf } = createEntrance(chain, systemClock);
  const identity = await newActor(devchain);
  const entry = { contentId: WORK, actor: identity.actor, edge: EDGE, nonce: NONCE } as const;
  const signature = await signPeerEntry(identity, entry);
  assert.equal(await keyOf(entry, signature), identity.account.address);
  for (const other of [
    { contentId: OTHER },
    { edge: zeroAddress },
    { nonce: OTHER },
    { actor: identity.actor + 1 },
    { actor: 4_000_000_000 },
  ])
    assert.equal(await keyOf({ ...entry, ...other }, signature), undefined);
  for (const bad of [`0x${"00".repeat(65)}`, `0x${"ff".repeat(65)}`] as const)
    assert.equal(await keyOf(entry, bad), undefined);

  const somebody = await peopleOf(devchain).somebody();
  const { actor } = await somebody.interaction.registerSync({ key: identity.account.address });
  const own = { ...entry, actor };
  const signed = await signPeerEntry({ ...identity, actor }, own);
  assert.equal(await keyOf(own, signed), identity.account.address);
  await somebody.interaction.retireKeySync({});
  assert.equal(await keyOf(own, signed), undefined);
});

test("A17: a beacon is of a block that was not there at the entry, and stays for the epoch, however often one enters", async () => {
  const clock = manualClock();
  const { beaconOf } = createEntrance(chain, clock);
  let isKnown = false;
  const first = beaconOf(1, forever());
  void first.then(() => {
    isKnown = true;
  });
  const before = await devchain.anvil.client.getBlock();
  for (let look = 0; look < 5; look += 1) {
    await clock.advance(1_000);
    await devchain.anvil.client.getBlockNumber({ cacheTime: 0 });
  }
  assert.ok(!isKnown);
  await mine();
  while (!isKnown) await clock.advance(1_000);
  assert.notEqual(await first, before.hash);
  await mine();
  assert.equal(await beaconOf(1, forever()), await first);
  // another actor gets a later one, the same actor another in the next epoch
  for (const pass of [0, 3_600_000]) {
    await clock.advance(pass);
    const actor = pass === 0 ? 2 : 1;
    let other: Hex | undefined;
    void beaconOf(actor, forever()).then((hash) => {
      other = hash;
    });
    await clock.advance(0);
    while (other === undefined) {
      await mine();
      await clock.advance(1_000);
    }
    assert.notEqual(other, await first);
  }
});

test("who goes before its block waits no more, and a chain that is away lets nobody in", async () => {
  const clock = manualClock();
  const { beaconOf } = createEntrance(chain, clock);
  const leaving = new AbortController();
  const waiting = beaconOf(1, leaving.signal);
  const ended = assert.rejects(waiting, /left/);
  leaving.abort(new Error("left"));
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  while (!isOver) await clock.advance(1_000);
});
