// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Hex, padHex, parseEther } from "viem";
import { afterAll, beforeAll, test } from "vitest";
import { createNativeCurve } from "../../curve/nativeCurve.ts";
import { metric } from "../../kernel/testing/metric.ts";
import { type Devchain, startDevchain } from "../../localnet/devchain.ts";
import { waitFor } from "../../localnet/waitFor.ts";
import { freePolicy } from "../../sdk/access/terms.ts";
import { commitmentOf, dealingOf, drawDealer } from "../../sdk/committees/dealing.ts";
import { KEYHOLDER_ROLE } from "../../sdk/committees/getCommittee.ts";
import { handOnSalt } from "../../sdk/committees/handOnSalt.ts";
import { committeeKeys } from "../../sdk/encryption/committeeKeys.ts";
import { coordinatesOf } from "../../sdk/encryption/curve.ts";
import { mod } from "../../sdk/encryption/scalars.ts";
import { combine } from "../../sdk/encryption/shares.ts";
import { openShare } from "../shares/shareFile.ts";
import { readShares, shareNames } from "../shares/shareFolder.ts";
import {
  killAgainAndAgain,
  type Member,
  PHASE_SEC,
  spawnMember,
  watchGeneration,
} from "../testing/generationRun.ts";
import { newActor, publishSealed } from "../testing/meteredWork.ts";

const curve = createNativeCurve();
let devchain: Devchain;
beforeAll(async () => {
  devchain = await startDevchain();
});
afterAll(() => devchain.stop());

const answers = async (member: Member) => (await metric(member.running().url, "committees")) === 1;
const keyShareOf = ({ settings }: Member, epoch: number) => {
  const file = readShares(settings.dataDir, () => {}).find((one) => one.epoch === epoch);
  assert.ok(file, `a key share of epoch ${epoch}`);
  return { index: file.index, share: openShare(curve, settings.key, file) };
};
const keyOf = (shares: readonly { index: number; share: bigint }[]) => {
  const found = combine(
    curve,
    shares.map(({ index, share }) => ({ index, result: curve.mulG(share) })),
  );
  return found && coordinatesOf(found);
};

/** A member that registers, commits, and seals a wrong share to the member of place 1. */
async function newLiar() {
  const bondWei = parseEther("1000");
  const { account, client } = await newActor(devchain, bondWei);
  const endpoint = "https://liar.example";
  await client.operator.registerSync({ role: KEYHOLDER_ROLE, region: "eu", endpoint, bondWei });
  return { address: account.address, client };
}

test("KEY-2: five nodes generate a key beside a liar while one is killed again and again; a work opens by three, and opens the same once the key is handed on with one member changed", async (t) => {
  const founder = await newActor(devchain);
  // one after another: one account pays all bonds
  const nodes: Member[] = [];
  for (let n = 0; n < 6; n += 1) nodes.push(await spawnMember(t, devchain, founder));
  const [first, killed, third, fourth, leaver, comer] = nodes as [
    Member,
    Member,
    Member,
    Member,
    Member,
    Member,
  ];
  const liar = await newLiar();
  const started = [first, killed, third, fourth, leaver];
  const { committee } = founder.client;

  const { committeeId } = await committee.beginSync({
    ...{ salt: padHex("0x1", { size: 32 }), threshold: 3, phaseSec: PHASE_SEC },
    members: [...started.map(({ address }) => address), liar.address],
  });
  const killing = killAgainAndAgain(killed);
  const generation = watchGeneration(devchain, founder, committeeId);
  const drawn = drawDealer(curve, { committeeId, index: 6, threshold: 3, size: 6 });
  await liar.client.committee.commitSync({ committeeId, index: 6, ...commitmentOf(curve, drawn) });
  const transportKeys = await generation.committed([1, 2, 3, 4, 5, 6]);
  await generation.nextPhase();
  const { coefficients, sealedShares } = dealingOf(curve, drawn, transportKeys);
  const dealing = {
    coefficients,
    sealedShares: sealedShares.map((one, at) => (at === 0 ? mod(one + 1n) : one)),
  };
  await liar.client.committee.revealSync({ committeeId, index: 6, dealing });
  await generation.qualified([1, 2, 3, 4, 5, 6]);
  await generation.nextPhase();
  await generation.qualified([1, 2, 3, 4, 5]);
  await generation.nextPhase();
  await waitFor("the committee", async () => (await committee.getCommitteeOf({ committeeId })).size > 0);
  const { kills } = await killing.end();
  assert.ok(kills > 0);
  for (const node of started) await waitFor("each member to answer", () => answers(node));
  const { publicKey, points } = await seatsOf(committeeId);
  assert.deepEqual(keyOf([first, killed, leaver].map((node) => keyShareOf(node, 0))), publicKey);
  const old = keyShareOf(first, 0);
  for (const { settings } of started)
    await waitFor("each dealing to be erased", async () => dealingNames(settings.dataDir).length === 0);

  const publisher = await newActor(devchain);
  const sealedTo = { committeeId, files: [], terms: { publicKey, threshold: 3, members: [], points } };
  const { work, keyOf: periodKey } = await publishSealed(publisher, sealedTo, freePolicy());
  const opensBy = async (...places: number[]) => {
    const viewer = await newActor(devchain);
    const getCommittee = async (id: Hex, epoch?: number) => {
      const found = await viewer.client.committee.getCommittee({ committeeId: id, epoch });
      const members = found.members.map((member, at) =>
        places.includes(at + 1) ? member : { ...member, endpoint: "" },
      );
      return { ...found, members };
    };
    const keys = committeeKeys({
      ...{ client: viewer.client, viewer: viewer.account.address, signer: viewer.account, getCommittee },
    });
    return keys.periodKey(work, 0, 0);
  };
  assert.deepEqual(await opensBy(1, 2, 3), periodKey(0));

  const next = [first, killed, third, fourth, comer];
  const handingOn = await committee.beginSync({
    ...{
      salt: handOnSalt({ committeeId, epoch: 1, leaving: 1, attempt: 0 }),
      threshold: 3,
      phaseSec: PHASE_SEC,
    },
    members: [...next, leaver].map(({ address }) => address),
  });
  const killingAgain = killAgainAndAgain(killed);
  const handOn = watchGeneration(devchain, founder, handingOn.committeeId);
  await handOn.committed([1, 2, 3, 4, 5, 6]);
  await handOn.nextPhase();
  await handOn.qualified([1, 2, 3, 4, 6]);
  await handOn.nextPhase();
  await handOn.nextPhase();
  await waitFor("epoch 1", async () => (await committee.getCommitteeOf({ committeeId })).epoch === 1);
  await killingAgain.end();
  for (const node of next) await waitFor("each member to answer", () => answers(node));
  const after = await seatsOf(committeeId);
  assert.deepEqual(after.publicKey, publicKey);
  assert.equal(after.members[5], "0x0000000000000000000000000000000000000000");
  const fresh = [killed, fourth, comer].map((node) => keyShareOf(node, 1));
  assert.deepEqual(keyOf(fresh), publicKey);
  assert.notDeepEqual(keyOf([old, ...fresh.slice(1)]), publicKey, "key shares of two epochs do not mix");
  assert.deepEqual(await opensBy(2, 4, 5), periodKey(0));
  await waitFor("who left to erase", async () => shareNames(leaver.settings.dataDir).length === 0);
  for (const { settings } of next)
    await waitFor("the old shares to be erased", async () => shareNames(settings.dataDir).length === 1);

  async function seatsOf(id: Hex) {
    const { publicKey, members } = await committee.getCommittee({ committeeId: id });
    return {
      publicKey,
      points: members.map(({ point }) => point),
      members: members.map(({ address }) => address),
    };
  }
});

const dealingNames = (dataDir: string) =>
  existsSync(join(dataDir, "dealings")) ? readdirSync(join(dataDir, "dealings")) : [];
