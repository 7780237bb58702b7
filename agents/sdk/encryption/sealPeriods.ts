// SPDX-License-Identifier: MIT
import { InvalidInput } from "../errors/InvalidInput.ts";
import { type CapsulePlace, sealCapsule } from "./capsule.ts";
import { type Coordinates, type Curve, pointAt } from "./curve.ts";
import type { Key } from "./keys.ts";
import { SECOND_GENERATOR } from "./secondGenerator.ts";

/** The periods of one rendition to seal, each with its key: plain values, so that a thread can take them. */
export type SealingJob = {
  /** Of the committee. */
  publicKey: Coordinates;
  place: Omit<CapsulePlace, "period">;
  periods: readonly { period: number; key: Key }[];
};

/** From so many capsules on, a table of multiples pays. */
const TABLE_FROM = 32;

/** Seals each period's key to the committee: the capsules, in order. Throws an InvalidInput for a public key that is no point. */
export function sealPeriods(curve: Curve, { publicKey, place, periods }: SealingJob): Uint8Array[] {
  const point = pointAt(publicKey);
  if (!point)
    throw new InvalidInput("the committee's public key is no point of secp256k1", {
      advice: "take the key from the registry",
    });
  if (periods.length >= TABLE_FROM) for (const one of [point, SECOND_GENERATOR]) curve.prepare?.(one);
  return periods.map(({ period, key }) => sealCapsule(curve, point, { ...place, period }, key));
}
