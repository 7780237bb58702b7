// SPDX-License-Identifier: GPL-3.0-or-later
import { type Score, scoreOf } from "../abr/score.ts";
import { T1, T2, type Trace } from "../abr/traces.ts";
import { type Browser, NAMES, PLAYERS, type PlayerName, playing } from "./players.ts";
import { serveWork } from "./servers.ts";
import { playedWork } from "./work.ts";

type Scores = Record<PlayerName, Score>;

/** Plays the two hard traces to their ends, all players at once, each over a line of its own. Prints it, and says what is missed. */
export async function measureHardTraces(browser: Browser): Promise<string[]> {
  const t2 = await measure(browser, T2, 80);
  const t1 = await measure(browser, T1, 100);
  const missed: string[] = [];
  const goal = (isMet: boolean, otherwise: string) => isMet || missed.push(otherwise);
  const { rebufferPercent, meanMbps, qoe } = t2.ours;
  goal(rebufferPercent <= 1, `T2: rebuffering of ${rebufferPercent.toFixed(2)} % is above the goal of 1 %`);
  goal(meanMbps >= 2.3, `T2: a mean of ${meanMbps.toFixed(2)} Mbps is below the goal of 2.3`);
  goal(
    qoe >= 2.5 * t2.hlsJs.qoe,
    `T2: a QoE of ${qoe.toFixed(0)} is below 2.5 × hls.js' ${t2.hlsJs.qoe.toFixed(0)}`,
  );
  const stalled = t1.ours.rebufferPercent;
  goal(stalled <= 0.5, `T1: rebuffering of ${stalled.toFixed(2)} % is above the goal of 0.5 %`);
  for (const peer of ["hlsJs", "shaka"] as const)
    goal(
      t1.ours.qoe > t1[peer].qoe,
      `T1: a QoE of ${t1.ours.qoe.toFixed(0)} is not above the ${t1[peer].qoe.toFixed(0)} of ${PLAYERS[peer].name}`,
    );
  return missed;
}

async function measure(browser: Browser, trace: Trace, seconds: number): Promise<Scores> {
  const servers = await serveWork(await playedWork(seconds));
  try {
    const scores = await Promise.all(
      NAMES.map((name) =>
        playing(browser, servers, name, trace, async (page) => {
          const { levels, stalledMs, playedSec } = await page.until("seen.isOver");
          return scoreOf({ levels, stalledSec: stalledMs / 1_000, playedSec });
        }),
      ),
    );
    const title = `${trace.name}, ${seconds} s`.padEnd(44);
    console.log(`${title}rebuffer %   mean Mbps   switches     QoE`);
    for (const [at, { rebufferPercent, meanMbps, switches, qoe }] of scores.entries())
      console.log(
        `  ${PLAYERS[NAMES[at]!].name.padEnd(42)}${rebufferPercent.toFixed(2).padStart(10)}${meanMbps.toFixed(2).padStart(12)}` +
          `${String(switches).padStart(11)}${qoe.toFixed(0).padStart(8)}`,
      );
    return Object.fromEntries(NAMES.map((name, at) => [name, scores[at]!])) as Scores;
  } finally {
    await servers.close();
  }
}
