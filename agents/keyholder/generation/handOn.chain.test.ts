// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { padHex } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { afterAll, beforeAll, test } from "vitest";
import { type Devchain, startDevchain } from "../../localnet/devchain.ts";
import { waitFor } from "../../localnet/waitFor.ts";
import { handOnSalt } from "../../sdk/committees/handOnSalt.ts";
import { shareNames } from "../shares/shareFolder.ts";
import { PHASE_SEC, watchGeneration } from "../testing/generationRun.ts";
import { newActor } from "../testing/meteredWork.ts";
import { startTestKeyholder } from "../testing/startTestKeyholder.ts";

let devchain: Devchain;
beforeAll(async () => {
  devchain = await startDevchain();
});
afterAll(() => devchain.stop());

test("KEY-2: two nodes generate a key, and hand it on to one of them and another, with the same public key", async (t) => {
  const founder = await newActor(devchain);
  const { committee } = founder.client;
  const nodes: Awaited<ReturnType<typeof startTestKeyholder>>[] = [];
  for (let n = 0; n < 3; n += 1)
    nodes.push(await startTestKeyholder(t, devchain, { founders: founder.account.address }));
  const [stays, leaves, comes] = nodes.map(({ settings }) => privateKeyToAddress(settings.key));
  const terms = { threshold: 2, phaseSec: PHASE_SEC };
  const run = async (committeeId: `0x${string}`, all: number[], dealers: number[]) => {
    const generation = watchGeneration(devchain, founder, committeeId);
    await generation.committed(all);
    await generation.nextPhase();
    await generation.qualified(dealers);
    await generation.nextPhase();
    await generation.nextPhase();
  };

  const salt = padHex("0x1", { size: 32 });
  const { committeeId } = await committee.beginSync({ salt, ...terms, members: [stays!, leaves!] });
  await run(committeeId, [1, 2], [1, 2]);
  await waitFor("the committee", async () => (await committee.getCommitteeOf({ committeeId })).size > 0);
  const before = await committee.getCommittee({ committeeId });
  for (const { settings } of nodes.slice(0, 2))
    await waitFor("the key share", async () => shareNames(settings.dataDir).length === 1);

  const next = handOnSalt({ committeeId, epoch: 1, leaving: 1, attempt: 0 });
  const handOn = await committee.beginSync({ salt: next, ...terms, members: [stays!, comes!, leaves!] });
  await run(handOn.committeeId, [1, 2, 3], [1, 3]);
  await waitFor("epoch 1", async () => (await committee.getCommitteeOf({ committeeId })).epoch === 1);
  const after = await committee.getCommittee({ committeeId });
  assert.deepEqual(after.publicKey, before.publicKey);
  const names = (at: number) => shareNames(nodes[at]!.settings.dataDir).join();
  await waitFor("the new key shares alone", async () => names(0) === `${committeeId}-1-1.json`);
  await waitFor("the newcomer's key share", async () => names(2) === `${committeeId}-1-2.json`);
  await waitFor("who left to erase its key share", async () => names(1) === "");
});
