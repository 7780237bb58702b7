// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Address, type Hex, padHex } from "viem";
import { afterAll, beforeAll, test, vi } from "vitest";
import { createNativeCurve } from "../../curve/nativeCurve.ts";
import { type Devchain, startDevchain } from "../../localnet/devchain.ts";
import { handOnSalt } from "../../sdk/committees/handOnSalt.ts";
import { coordinatesOf } from "../../sdk/encryption/curve.ts";
import { combine } from "../../sdk/encryption/shares.ts";
import { openShare } from "../shares/shareFile.ts";
import { readShares, shareNames } from "../shares/shareFolder.ts";
import { PHASE_SEC } from "../testing/generationRun.ts";
import { type MemberInParts, startMember } from "../testing/memberInParts.ts";
import { newActor } from "../testing/meteredWork.ts";

/** Whoever is told of the files that appear and disappear, by a member's directory. */
const watched = vi.hoisted(() => new Map<string, (name: string, act: () => void) => void>());
vi.mock("node:fs", async (original) => {
  const fs = await original<typeof import("node:fs")>();
  function around(verb: string, path: string, act: () => void): void {
    const [, directory, folder] = /^(.*)\/(dealings|shares)\/[^/]*\.json$/.exec(path) ?? [];
    const watch = watched.get(directory!) ?? ((_: string, unwatched: () => void) => unwatched());
    watch(`${verb} ${folder}`, act);
  }
  return {
    ...fs,
    renameSync: (from: string, to: string) => around("put into", to, () => fs.renameSync(from, to)),
    rmSync: (path: string, options: object) => around("erase from", path, () => fs.rmSync(path, options)),
  };
});

const curve = createNativeCurve();
let devchain: Devchain;
beforeAll(async () => {
  devchain = await startDevchain();
});
afterAll(() => devchain.stop());

async function mine(seconds: number): Promise<void> {
  await devchain.anvil.client.increaseTime({ seconds });
  await devchain.anvil.client.mine({ blocks: 1 });
}

/** Lets members act, block by block, until none does for two. */
async function settle(members: readonly MemberInParts[]): Promise<void> {
  const acts = () => members.reduce((sum, member) => sum + member.acts(), 0);
  for (let idle = 0; idle < 2; ) {
    const before = acts();
    await mine(1);
    for (const member of members) await member.tick();
    idle = acts() === before ? idle + 1 : 0;
  }
}

async function allPhases(members: readonly MemberInParts[]): Promise<void> {
  for (let phase = 0; phase < 4; phase += 1) {
    await settle(members);
    await mine(PHASE_SEC);
  }
  await settle(members);
}

const keyOf = (members: readonly MemberInParts[], epoch: number) => {
  const shares = members.map(({ dataDir, key }) => {
    const file = readShares(dataDir, assert.fail).find((one) => one.epoch === epoch);
    assert.ok(file, `a key share of epoch ${epoch}`);
    return { index: file.index, result: curve.mulG(openShare(curve, key, file)) };
  });
  return coordinatesOf(combine(curve, shares)!);
};

test("KEY-2: cut off before and after all that it writes and sends, each member has its share, and the key is handed on", async (t) => {
  const founder = await newActor(devchain);
  const { committee } = founder.client;
  const members: MemberInParts[] = [];
  for (let n = 0; n < 3; n += 1) members.push(await startMember(t, devchain, founder.account.address));
  const [stays, leaves, comes] = members as [MemberInParts, MemberInParts, MemberInParts];
  for (const { dataDir, cuts } of members) watched.set(dataDir, cuts.sync);
  const terms = { threshold: 2, phaseSec: PHASE_SEC };
  const qualified = async (committeeId: Hex) => (await committee.getGeneration({ committeeId })).qualified;

  const salt = padHex("0x1", { size: 32 });
  const { committeeId } = await committee.beginSync({
    ...{ salt, ...terms, members: [stays.address, leaves.address] },
  });
  await allPhases(members);
  const { publicKey } = await committee.getCommittee({ committeeId });
  assert.equal(await qualified(committeeId), 0b11, "each dealt what it committed to");
  assert.deepEqual(keyOf([stays, leaves], 0), publicKey);
  const NOTES = ["note the end", "note the logs"];
  const DEALS = ["erase from dealings", ...NOTES, "put into dealings"];
  const KEEPS = [...DEALS, "put into shares", "send commit", "send confirm"];
  assert.deepEqual(stays.cuts.done(), [...KEEPS, "send finish", "send reveal"].sort());
  assert.deepEqual(leaves.cuts.done(), [...KEEPS, "send reveal"].sort());

  for (const { cuts } of members) cuts.forget();
  const next = handOnSalt({ committeeId, epoch: 1, leaving: 1, attempt: 0 });
  const handOn = await committee.beginSync({
    ...{ salt: next, ...terms, members: [stays.address, comes.address, leaves.address] },
  });
  await allPhases(members);
  const after = await committee.getCommittee({ committeeId });
  assert.equal(after.epoch, 1);
  assert.deepEqual(after.publicKey, publicKey);
  assert.equal(await qualified(handOn.committeeId), 0b101);
  assert.deepEqual(keyOf([stays, comes], 1), publicKey);
  assert.deepEqual(shareNames(leaves.dataDir), []);
  assert.deepEqual(stays.cuts.done(), [...KEEPS, "send refresh", "send reveal"].sort());
  assert.deepEqual(comes.cuts.done(), [...DEALS, "put into shares", "send commit"].sort());
  assert.deepEqual(
    leaves.cuts.done(),
    [...DEALS, "erase from shares", "send commit", "send confirm", "send reveal"].sort(),
  );
});

test("a generation that can come to nothing more costs a member no read of the chain, nor after a restart", async (t) => {
  const founder = await newActor(devchain);
  const member = await startMember(t, devchain, founder.account.address);
  const [self, silent] = [member.address, padHex("0x5", { size: 20 })];
  const propose = async (salt: Hex, members: readonly Address[]) => {
    const terms = { salt, threshold: 2, phaseSec: PHASE_SEC, members };
    return (await founder.client.committee.beginSync(terms)).committeeId;
  };
  const salts = [1, 2, 3, 4].map((n) => padHex(`0x${n}`, { size: 32 })) as [Hex, Hex, Hex, Hex];
  await propose(salts[0], [self, silent]);
  await mine(PHASE_SEC);
  const leftAlone = await propose(salts[1], [self, silent]);
  const lost = await propose(salts[2], [self, silent]);
  await propose(salts[3], [self, self]);
  await propose(handOnSalt({ committeeId: leftAlone, epoch: 1, leaving: 0, attempt: 0 }), [self, silent]);
  await settle([member]);
  const dealings = join(member.dataDir, "dealings");
  assert.deepEqual(readdirSync(dealings).sort(), [leftAlone, lost].map((id) => `${id}.json`).sort());
  rmSync(join(dealings, `${lost}.json`));
  await settle([member]);
  assert.match(member.fault()!, /is not on disk/);
  await mine(PHASE_SEC);
  await allPhases([member]);
  assert.equal(member.fault(), undefined);
  assert.deepEqual(readdirSync(dealings), []);

  const before = member.reads();
  await settle([member]);
  await member.restart();
  await settle([member]);
  assert.equal(member.reads(), before);
});
