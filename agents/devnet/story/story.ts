// SPDX-License-Identifier: GPL-3.0-or-later
import type { Person } from "./cast.ts";
import { claimShares } from "./claiming.ts";
import { defendPayee } from "./earlyClose.ts";
import { awaitLiar, liarCaught } from "./liar.ts";
import { publishWorks, type Work } from "./publishing.ts";
import { proveBatches, settleChannels } from "./settling.ts";
import { beginStaking, endStaking } from "./staking.ts";
import { beginStreams, endStreams } from "./streaming.ts";
import { collaboratorNames } from "./tables.ts";
import type { ProofTimes, Telling } from "./telling.ts";
import { type Viewing, watchWorks } from "./watching.ts";

export type Story = {
  works: Work[];
  viewings: Viewing[];
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
  await endStreams(telling, streaming);
  await endStaking(telling, stakes);
  await defendPayee(telling);
  await settleChannels(telling, viewings);
  await proveBatches(telling);
  const claims = await claimShares(telling, works, collaborators);
  await awaitLiar(telling, caught);
  return { works, viewings, collaborators, claims };
}
