// SPDX-License-Identifier: GPL-3.0-or-later
import { type Browser, NAMES, PLAYERS, type PlayerName, playing } from "./players.ts";
import type { Servers } from "./servers.ts";

const ROUNDS = 5;
const LINE = { name: "8 Mbps", rttSec: 0.04, changes: [{ atSec: 0, bitsPerSec: 8e6 }] };
/** What encryption and proofs may add to hls.js' first frame. */
const GOAL_MS = 100;

/** When the first picture is there, from the moment that the player is told what to play. Prints it, and says what is missed. */
export async function measureFirstFrame(browser: Browser, servers: Servers): Promise<string[]> {
  const took: Record<PlayerName, number[]> = { hlsJs: [], shaka: [], ours: [] };
  // the first round warms up, and is not counted
  for (let round = 0; round <= ROUNDS; round += 1)
    for (const name of NAMES) {
      const { firstFrameMs } = await playing(browser, servers, name, LINE, (page) =>
        page.until("seen.firstFrameMs !== undefined"),
      );
      if (round > 0) took[name].push(firstFrameMs!);
    }
  const median = (name: PlayerName) => took[name].toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]!;
  console.log(`First frame at ${LINE.name} and 40 ms, median of ${ROUNDS} [all]`);
  for (const name of NAMES) {
    const beside = `${(median(name) / median("hlsJs")).toFixed(2)} × hls.js`;
    const all = took[name].map((ms) => ms.toFixed(0)).join(" ");
    console.log(
      `  ${PLAYERS[name].name.padEnd(42)}${median(name).toFixed(0).padStart(6)} ms   ${beside}   [${all}]`,
    );
  }
  const added = median("ours") - median("hlsJs");
  return added <= GOAL_MS
    ? []
    : [`the first frame comes ${added.toFixed(0)} ms after hls.js', above the goal of ${GOAL_MS} ms`];
}
