// SPDX-License-Identifier: MIT
import { sampleBytes } from "../../content/testing/sampleWork.ts";
import { type Capsule, type CapsulePlace, checkCapsule, sealCapsule } from "../capsule.ts";
import type { Curve } from "../curve.ts";
import { type Partial, partialDecryption } from "../partialDecryption.ts";
import { type DealtShares, dealShares } from "../shares.ts";

export const PLACE: CapsulePlace = {
  committeeId: `0x${"c1".repeat(32)}`,
  contentId: `0x${"ab".repeat(32)}`,
  ...{ generation: 7, rendition: 3, period: 5 },
};

/** Every place that differs from {@link PLACE} in one field. */
export const OTHER_PLACES: CapsulePlace[] = [
  { ...PLACE, committeeId: `0x${"c2".repeat(32)}` },
  { ...PLACE, contentId: `0x${"ac".repeat(32)}` },
  { ...PLACE, generation: 8 },
  { ...PLACE, rendition: 4 },
  { ...PLACE, period: 6 },
  // the same numbers, and another order
  { ...PLACE, rendition: 5, period: 3 },
];

/** A dealt committee, a capsule for it, and what each member answers. */
export function sampleCommittee(curve: Curve, { threshold = 2, size = 3, epoch = 0, seed = 1 } = {}) {
  const dealt = dealShares(curve, { threshold, size });
  const key = sampleBytes(32, seed);
  const bytes = sealCapsule(curve, dealt.publicKey, PLACE, key);
  const capsule = checkCapsule(curve, PLACE, bytes)!;
  return { dealt, key, bytes, capsule, answers: answersOf(curve, dealt, capsule, epoch) };
}

/** What the members of `dealt` answer for a capsule, in their order. */
export const answersOf = (curve: Curve, { points, shares }: DealtShares, { base }: Capsule, epoch = 0) =>
  shares.map((share, at): { index: number } & Partial => {
    const member = { committeeId: PLACE.committeeId, epoch, index: at + 1, point: points[at]! };
    return { index: at + 1, ...partialDecryption(curve, member, share, base) };
  });
