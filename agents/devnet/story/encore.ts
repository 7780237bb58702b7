// SPDX-License-Identifier: GPL-3.0-or-later
import { join } from "node:path";
import { type Hex, parseEther } from "viem";
import { REPOSITORY } from "../../localnet/deploy.ts";
import { readLadder } from "../../publisher/ladder/storedLadder.ts";
import { ladderMedia } from "../../publisher/mediaLadder.ts";
import type { ServedWork } from "../serving.ts";
import { publishMetered } from "./publishing.ts";
import type { Telling } from "./telling.ts";

/** Encoded already: a newcomer needs no ffmpeg to see a film in four qualities. */
const LADDER = join(REPOSITORY, "agents/devnet/clips/tides");
const RATE_WEI = parseEther("0.02");

/** After the story, for people: a film in four qualities, sealed to the committee, which the page plays as it pays. */
export async function publishFilm(
  telling: Telling,
  committeeId: Hex,
  onPublished: (work: ServedWork) => void,
): Promise<void> {
  const maker = await telling.cast.make("film-maker");
  await telling.screen.during(
    "publishing a film in four qualities",
    async () => {
      const media = await ladderMedia(LADDER, await readLadder(LADDER), {
        title: "Tides",
        encryption: "aes-256-gcm",
      });
      const { title, durationSec, keyPeriodSec } = media.manifest;
      const published = await publishMetered(telling, maker, {
        ...{ media, committeeId, ratePerSecondWei: RATE_WEI },
        // the last period is as short as the film leaves it
        pricePerPeriodWei: RATE_WEI * BigInt(Math.min(keyPeriodSec, durationSec)),
      });
      onPublished({ contentId: published.contentId, title, durationSec });
      return published;
    },
    ({ manifest: { title, durationSec }, stored }) =>
      `published ${title}: ${durationSec} s in four qualities, sealed to key nodes, on ${stored.length} edges`,
  );
}
