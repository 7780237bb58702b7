// SPDX-License-Identifier: GPL-3.0-or-later
import { layoutOf } from "../../../agents/sdk/content/layout.ts";
import type { Manifest } from "../../../agents/sdk/content/manifestFields.ts";
import { seeded } from "./random.ts";

/** The caps of the publisher's qualities, in Mbps: fragments are at 80 to 100 % of theirs. */
export const LADDER = [
  { name: "480p", mbps: 1.5, width: 854, height: 480 },
  { name: "720p", mbps: 3, width: 1_280, height: 720 },
  { name: "1080p", mbps: 6, width: 1_920, height: 1_080 },
  { name: "2160p", mbps: 15, width: 3_840, height: 2_160 },
] as const;
export const FRAGMENT_SEC = 2;

/** A work of `seconds` in the publisher's qualities: sizes alone, the same for each seed. */
export function simulatedWork(seconds: number, seed = 7) {
  const random = seeded(seed);
  const fills = Array.from({ length: seconds / FRAGMENT_SEC }, () => Math.min(1, random.between(0.8, 1.1)));
  const manifest: Manifest = {
    ...{ title: "Simulated", encryption: "none", keyPeriodSec: 60, durationSec: seconds },
    renditions: LADDER.map(({ name, mbps, width, height }) => ({
      ...({ kind: "video", mediaType: "video/mp4", codecs: "avc1.640028,mp4a.40.2" } as const),
      ...{ name, width, height, frameRate: 30, timescale: 1, init: new Uint8Array() },
      fragments: fills.map((fill) => ({
        ...{ byteCount: Math.round((mbps * 1e6 * FRAGMENT_SEC * fill) / 8), duration: FRAGMENT_SEC },
      })),
    })),
  };
  return { manifest, layout: layoutOf(manifest, 1) };
}

export type SimulatedWork = ReturnType<typeof simulatedWork>;
