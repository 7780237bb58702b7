// SPDX-License-Identifier: GPL-3.0-or-later
import { LADDER } from "./simulatedWork.ts";

/** What a viewer saw: the level of each fragment, and how long the picture stood still after it began. */
export type Watched = { levels: readonly number[]; stalledSec: number; playedSec: number };

export type Score = { rebufferPercent: number; meanMbps: number; switches: number; qoe: number };

/** A second of standing still costs as much as a second that is so many Mbps poorer; the linear measure of Yin et al. 2015. */
const STALL_MBPS = 4.3;

/** QoE: the sum of the fragments' Mbps, less 4.3 for each second of standing still, less the Mbps of each change. */
export function scoreOf({ levels, stalledSec, playedSec }: Watched): Score {
  const mbps = levels.map((level) => LADDER[level]!.mbps);
  const sum = mbps.reduce<number>((total, each) => total + each, 0);
  const changes = mbps.slice(1).map((each, at) => Math.abs(each - mbps[at]!));
  return {
    rebufferPercent: (100 * stalledSec) / (stalledSec + playedSec),
    meanMbps: sum / mbps.length,
    switches: changes.filter((change) => change > 0).length,
    qoe: sum - STALL_MBPS * stalledSec - changes.reduce((total, each) => total + each, 0),
  };
}
