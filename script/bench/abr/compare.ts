// SPDX-License-Identifier: GPL-3.0-or-later
import { PLAYERS } from "./players.ts";
import type { Score } from "./score.ts";
import { simulate } from "./simulate.ts";
import type { SimulatedWork } from "./simulatedWork.ts";
import type { Trace } from "./traces.ts";

export type PlayerName = keyof typeof PLAYERS;
/** The means over several traces, and of how many of them the QoE was above hls.js'. */
export type Summary = Score & { wonShare: number };

export type Scores = Record<PlayerName, readonly Score[]>;

const NAMES = Object.keys(PLAYERS) as PlayerName[];

/** Lets every player play `work` over each of `traces`. */
export async function playAll(work: SimulatedWork, traces: readonly Trace[]): Promise<Scores> {
  const all = async (name: PlayerName) => {
    const scores: Score[] = [];
    for (const trace of traces) scores.push(await simulate(PLAYERS[name], work, trace));
    return scores;
  };
  return {
    hlsJs: await all("hlsJs"),
    shaka: await all("shaka"),
    ours: await all("ours"),
    floor: await all("floor"),
  };
}

/** Sums up the scores of the traces whose places `isCounted` names; all by default. */
export function summarise(scores: Scores, isCounted = (_place: number) => true): Record<PlayerName, Summary> {
  const summary = (name: PlayerName): Summary => {
    const counted = scores[name].filter((_, at) => isCounted(at));
    const peer = scores.hlsJs.filter((_, at) => isCounted(at));
    const mean = (key: keyof Score) => counted.reduce((sum, score) => sum + score[key], 0) / counted.length;
    return {
      ...{ rebufferPercent: mean("rebufferPercent"), meanMbps: mean("meanMbps") },
      ...{ switches: mean("switches"), qoe: mean("qoe") },
      wonShare: counted.filter(({ qoe }, at) => qoe > peer[at]!.qoe).length / counted.length,
    };
  };
  return Object.fromEntries(NAMES.map((name) => [name, summary(name)])) as Record<PlayerName, Summary>;
}

/** Where ours misses what is asked of it beside the others, as sentences. */
export function shortfallsOf({ ours, hlsJs, floor }: Record<PlayerName, Summary>): string[] {
  const missed: string[] = [];
  const percent = (value: number) => `${value.toFixed(2)} %`;
  if (ours.rebufferPercent > hlsJs.rebufferPercent)
    missed.push(
      `rebuffering of ${percent(ours.rebufferPercent)} is above hls.js' ${percent(hlsJs.rebufferPercent)}`,
    );
  if (ours.rebufferPercent > floor.rebufferPercent + 0.5)
    missed.push(
      `rebuffering of ${percent(ours.rebufferPercent)} is more than half a point above the floor's ${percent(floor.rebufferPercent)}`,
    );
  if (ours.qoe < 1.4 * hlsJs.qoe)
    missed.push(`a QoE of ${(ours.qoe / hlsJs.qoe).toFixed(2)} × hls.js' is below the goal of 1.4`);
  if (ours.wonShare < 0.9)
    missed.push(`${percent(100 * ours.wonShare)} of traces won are below the goal of 90 %`);
  return missed;
}
