// SPDX-License-Identifier: GPL-3.0-or-later
import { join } from "node:path";
import { REPOSITORY } from "../../localnet/deploy.ts";
import { awaitDoors, inviteGuests, tryDoors } from "./access.ts";
import type { Person } from "./cast.ts";
import { claimShares } from "./claiming.ts";
import { defendPayee } from "./earlyClose.ts";
import { awaitFinalState, interact } from "./interacting.ts";
import { type KeyPaying, keepKeys } from "./keeping.ts";
import { awaitLiar, liarCaught } from "./liar.ts";
import { publishWorks, type Work } from "./publishing.ts";
import { rewardViewers } from "./rewarding.ts";
import { proveBatches, settleChannels } from "./settling.ts";
import { signIn } from "./signingIn.ts";
import { beginStaking, endStaking } from "./staking.ts";
import { beginStreams, endStreams } from "./streaming.ts";
import { collaboratorNames } from "./tables.ts";
import type { ProofTimes, Telling } from "./telling.ts";
import type { Opened } from "./verdict.ts";
import { type Viewing, watchWorks } from "./watching.ts";

/** Small, whatever the run publishes beside. */
const CLIP = join(REPOSITORY, "agents/devnet/clips/dunes.mp4");

export type Story = {
  works: Work[];
  viewings: Viewing[];
  /** Who paid for keys of periods. */
  keys: KeyPaying;
  /** Who got keys under which policy. */
  doors: Opened[];
  collaborators: ReadonlyMap<string, Person>;
  claims: ProofTimes;
};

/** Publishes, watches, settles, proves, claims, and waits until the liar is caught. */
export async function tellStory(telling: Telling): Promise<Story> {
  const collaborators = await telling.cast.makeAll(collaboratorNames(telling.files.length));
  const works = await publishWorks(telling, collaborators);
  // it goes on beside everything else, and is told when it happens
  const caught = liarCaught(telling, works);
  caught.catch(() => {});
  const stakes = await beginStaking(telling);
  const streaming = await beginStreams(telling, works[0]!);
  const viewings = await watchWorks(telling, works);
  const interacting = await interact(telling, viewings);
  await endStreams(telling, streaming);
  await endStaking(telling, stakes);
  const keys = await keepKeys(telling, CLIP);
  const guests = await inviteGuests(telling);
  await signIn(telling, guests.owner);
  const opening = tryDoors(telling, guests, keys.committeeId);
  opening.catch(() => {});
  await defendPayee(telling);
  await settleChannels(telling, [...viewings, keys]);
  await proveBatches(telling);
  const doors = await awaitDoors(telling, opening);
  const claims = await claimShares(telling, works, collaborators);
  await awaitLiar(telling, caught);
  await awaitFinalState(telling, interacting);
  await rewardViewers(telling, interacting);
  return { works, viewings, keys, doors, collaborators, claims };
}
