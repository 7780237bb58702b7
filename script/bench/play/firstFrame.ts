// SPDX-License-Identifier: GPL-3.0-or-later
import { type Browser, NAMES, PLAYERS, playing, WITH_KEY_NODES } from "./players.ts";
import type { Servers } from "./servers.ts";

const ROUNDS = 5;
const LINE = { name: "8 Mbps", rttSec: 0.04, changes: [{ atSec: 0, bitsPerSec: 8e6 }] };
/** What encryption and proofs may add to hls.js' first frame. */
const GOAL_MS = 100;
/** What key nodes may add to a key in hand: the first period's is asked for beside its first fragment. */
const KEYS_GOAL_MS = 30;
const MEASURED = [...NAMES, WITH_KEY_NODES] as const;
type Measured = (typeof MEASURED)[number];

/** When the first picture is there, from the moment that the player is told what to play. Prints it, and says what is missed. */
export async function measureFirstFrame(browser: Browser, servers: Servers): Promise<string[]> {
  const took: Record<Measured, number[]> = { hlsJs: [], shaka: [], ours: [], [WITH_KEY_NODES]: [] };
  // the first round warms up, and is not counted
  for (let round = 0; round <= ROUNDS; round += 1)
    for (const name of MEASURED) {
      const { firstFrameMs } = await playing(browser, servers, name, LINE, (page) =>
        page.until("seen.firstFrameMs !== undefined"),
      );
      if (round > 0) took[name].push(firstFrameMs!);
    }
  const median = (name: Measured) => took[name].toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]!;
  console.log(`First frame at ${LINE.name} and 40 ms, median of ${ROUNDS} [all]`);
  for (const name of MEASURED) {
    const beside = `${(median(name) / median("hlsJs")).toFixed(2)} × hls.js`;
    const all = took[name].map((ms) => ms.toFixed(0)).join(" ");
    console.log(
      `  ${nameOf(name).padEnd(42)}${median(name).toFixed(0).padStart(6)} ms   ${beside}   [${all}]`,
    );
  }
  const [added, forKeys] = [median("ours") - median("hlsJs"), median(WITH_KEY_NODES) - median("ours")];
  const over = (what: string, ms: number, goalMs: number) =>
    ms <= goalMs ? [] : [`the first frame comes ${ms.toFixed(0)} ms ${what}, above the goal of ${goalMs} ms`];
  return [
    ...over("after hls.js'", added, GOAL_MS),
    ...over("later with keys from key nodes", forKeys, KEYS_GOAL_MS),
  ];
}

const nameOf = (name: Measured) => (name === WITH_KEY_NODES ? name : PLAYERS[name].name);
