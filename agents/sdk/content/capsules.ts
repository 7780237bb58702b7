// SPDX-License-Identifier: MIT
// Where the capsules of a work's keys stand in its manifest. What is in one: agents/sdk/encryption/capsule.ts.
import type { Manifest, Rendition } from "./manifestFields.ts";

export const CAPSULE_BYTES = 162;

type Timed = Pick<Rendition, "timescale" | "fragments">;

/** The key period of a fragment that starts after so many ticks. */
export const periodAt = (ticks: number, timescale: number, keyPeriodSec: number): number =>
  Math.floor(ticks / (timescale * keyPeriodSec));

/** The periods in which a fragment starts, in order. Each has a key; a period within a long fragment has none. */
export function keyPeriodsOf({ timescale, fragments }: Timed, keyPeriodSec: number): number[] {
  const periods: number[] = [];
  let ticks = 0;
  for (const { duration } of fragments) {
    const period = periodAt(ticks, timescale, keyPeriodSec);
    if (period !== periods.at(-1)) periods.push(period);
    ticks += duration;
  }
  return periods;
}

/** The capsule of one period's key; undefined in a work without a committee, and for a period without a key. */
export function capsuleAt(
  { renditions, keyPeriodSec }: Pick<Manifest, "renditions" | "keyPeriodSec">,
  rendition: number,
  period: number,
): Uint8Array | undefined {
  const of = renditions[rendition];
  return of?.capsules?.[keyPeriodsOf(of, keyPeriodSec).indexOf(period)];
}

/** The manifest of a work that is sealed to a committee; `capsulesOf` makes a rendition's, one for each period. */
export const withCapsules = (
  manifest: Manifest,
  committee: NonNullable<Manifest["committee"]>,
  capsulesOf: (periods: readonly number[], rendition: number) => readonly Uint8Array[],
): Manifest => ({
  ...manifest,
  committee,
  renditions: manifest.renditions.map((rendition, number) => ({
    ...rendition,
    capsules: capsulesOf(keyPeriodsOf(rendition, manifest.keyPeriodSec), number),
  })),
});

/** The manifest with a capsule of zeros in the place of each: its length is that of the sealed one, and it names the work. */
export const withBlankCapsules = (manifest: Manifest, committee: NonNullable<Manifest["committee"]>) =>
  withCapsules(manifest, committee, (periods) => periods.map(() => new Uint8Array(CAPSULE_BYTES)));
