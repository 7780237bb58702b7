// SPDX-License-Identifier: GPL-3.0-or-later
// How our choice of qualities does beside hls.js' own and Shaka's rule, under a virtual clock: two hard networks, T1 and T2, and 200 of
// five kinds. The controllers are those that pages run. The ladder's numbers come from T1, T2 and training networks; the 200 are others.
// Run: npm run bench:abr; with --shapes a table of each kind too, with --training the networks that the numbers were chosen by.
import { type PlayerName, playAll, type Summary, shortfallsOf, summarise } from "./abr/compare.ts";
import { PLAYERS } from "./abr/players.ts";
import { HELD_OUT, TRAINING, WATCHED_SEC } from "./abr/seeds.ts";
import { simulatedWork } from "./abr/simulatedWork.ts";
import { SHAPES, T1, T2, tracesFrom } from "./abr/traces.ts";

/** In all, on one core. */
const GOAL_SEC = 20;

const beganMs = Date.now();
print("T1, 100 s", summarise(await playAll(simulatedWork(100), [T1])));
print("T2, 80 s", summarise(await playAll(simulatedWork(80), [T2])));
const isTraining = process.argv.includes("--training");
const { firstSeed, perShape } = isTraining ? TRAINING : HELD_OUT;
const traces = tracesFrom(firstSeed, perShape);
const scores = await playAll(simulatedWork(WATCHED_SEC), traces);
const all = summarise(scores);
print(`${traces.length} ${isTraining ? "training" : "held-out"} networks, ${WATCHED_SEC} s each`, all);
if (process.argv.includes("--shapes"))
  for (const shape of Object.keys(SHAPES))
    print(
      `${shape} alone`,
      summarise(scores, (at) => traces[at]!.name.startsWith(`${shape} `)),
    );
const tookSec = (Date.now() - beganMs) / 1_000;
const missed = shortfallsOf(all);
if (tookSec > GOAL_SEC) missed.push(`${tookSec.toFixed(1)} s are above the goal of ${GOAL_SEC} s`);
console.log(`${tookSec.toFixed(1)} s in all.`);
console.log(missed.length === 0 ? "Every goal is met." : `Missed:\n${missed.join("\n")}`);

function print(what: string, summaries: Record<PlayerName, Summary>): void {
  console.log(what);
  console.log("                 rebuffer %   mean Mbps   switches      QoE   × hls.js   won of hls.js");
  for (const [name, summary] of Object.entries(summaries)) {
    const { rebufferPercent, meanMbps, switches, qoe, wonShare } = summary;
    const isPeer = name === "hlsJs";
    console.log(
      `  ${PLAYERS[name as PlayerName].name.padEnd(15)}${rebufferPercent.toFixed(2).padStart(10)}${meanMbps.toFixed(2).padStart(12)}` +
        `${switches.toFixed(1).padStart(11)}${qoe.toFixed(0).padStart(9)}${(qoe / summaries.hlsJs.qoe).toFixed(2).padStart(11)}` +
        `${(isPeer ? "–" : `${(100 * wonShare).toFixed(0)} %`).padStart(16)}`,
    );
  }
  console.log();
}
