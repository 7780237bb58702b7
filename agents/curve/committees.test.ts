// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { type Capsule, openCapsule } from "../sdk/encryption/capsule.ts";
import { verifyPartial } from "../sdk/encryption/partialDecryption.ts";
import { mod, randomScalar } from "../sdk/encryption/scalars.ts";
import { combine, shareOf } from "../sdk/encryption/shares.ts";
import { answersOf, PLACE, sampleCommittee } from "../sdk/encryption/testing/sampleCapsule.ts";
import { createNativeCurve } from "./nativeCurve.ts";

const curve = createNativeCurve();
const COMMITTEES = 1_000;
const MOST_SIZE = 5;

type Answers = ReturnType<typeof answersOf>;

/** All choices of `count` of `items`. */
function choices<T>(items: readonly T[], count: number): T[][] {
  if (count === 0) return [[]];
  return items.flatMap((item, at) => choices(items.slice(at + 1), count - 1).map((rest) => [item, ...rest]));
}

/** Every committee of up to five once, then at random. */
const SIZES = choices([...Array(MOST_SIZE + 1).keys()], 2).map(([low, size]) => ({
  threshold: low! + 1,
  size: size!,
}));
const sizeOf = (number: number) => SIZES[number % SIZES.length]!;

const opens = (
  { dealt, capsule }: { dealt: { publicKey: Parameters<typeof openCapsule>[1] }; capsule: Capsule },
  answers: Answers,
) => {
  const combined = combine(curve, answers);
  return combined && openCapsule(curve, dealt.publicKey, PLACE, capsule, combined);
};

test("KEY-3: of 1,000 random committees, any t members open a capsule, t − 1 do not, and each answer is proven", () => {
  for (let number = 0; number < COMMITTEES; number++) {
    const { threshold, size } = sizeOf(number);
    const sample = sampleCommittee(curve, { threshold, size, seed: number });
    for (const { index, ...partial } of sample.answers) {
      const member = {
        committeeId: PLACE.committeeId,
        epoch: 0,
        index,
        point: sample.dealt.points[index - 1]!,
      };
      assert.ok(verifyPartial(curve, member, sample.capsule.base, partial));
    }
    for (const chosen of choices(sample.answers, threshold))
      assert.deepEqual(opens(sample, chosen), sample.key);
    if (threshold > 1)
      for (const chosen of choices(sample.answers, threshold - 1))
        assert.equal(opens(sample, chosen), undefined);
  }
});

test("KEY-3: shares before and after a refresh do not mix, and either open alone", () => {
  for (let number = 0; number < 100; number++) {
    const { threshold, size } = sizeOf(number);
    if (threshold === 1) continue;
    const sample = sampleCommittee(curve, { threshold, size, seed: number });
    // a refresh adds a polynomial that is 0 at 0
    const added = [0n, ...Array.from({ length: threshold - 1 }, randomScalar)];
    const shares = sample.dealt.shares.map((share, at) => mod(share + shareOf(added, at + 1)));
    const dealt = { ...sample.dealt, shares, points: shares.map(curve.mulG) };
    const refreshed = answersOf(curve, dealt, sample.capsule, 1);
    assert.deepEqual(opens(sample, refreshed.slice(0, threshold)), sample.key);
    for (let old = 1; old < threshold; old++) {
      const mixed = [...sample.answers.slice(0, old), ...refreshed.slice(old, threshold)];
      assert.equal(opens(sample, mixed), undefined);
    }
  }
});
