// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "vitest";
import { InvalidInput } from "../errors/InvalidInput.ts";
import { GENERATOR } from "./curve.ts";
import { nobleCurve as curve } from "./nobleCurve.ts";
import { mod } from "./scalars.ts";
import { checkShare, combine, dealShares, MOST_MEMBERS, pointOfShare, shareOf } from "./shares.ts";

test("a dealt share is what its dealer's commitments say, and any other is refused", () => {
  const { publicKey, points, shares, commitments } = dealShares(curve, { threshold: 3, size: 5 });
  assert.deepEqual(commitments[0], publicKey);
  for (const [at, share] of shares.entries()) {
    assert.deepEqual(pointOfShare(curve, commitments, at + 1), points[at]);
    assert.ok(checkShare(curve, commitments, at + 1, share));
    for (const wrong of [mod(share + 1n), mod(-share), 0n, shares[(at + 1) % 5]!])
      assert.equal(checkShare(curve, commitments, at + 1, wrong), false);
  }
});

test("a whole committee of the most members combines, in any order", () => {
  const size = MOST_MEMBERS;
  const { publicKey, points } = dealShares(curve, { threshold: size, size });
  // of the base G, each member's result is its point
  const results = points.map((result, at) => ({ index: at + 1, result }));
  assert.deepEqual(combine(curve, results), publicKey);
  assert.deepEqual(combine(curve, results.toReversed()), publicKey);
  assert.notDeepEqual(combine(curve, results.slice(1)), publicKey);
});

test("no committee opens by nobody, or by more than it has; a draw that gives 0 is drawn again", () => {
  for (const [threshold, size] of [
    [0, 3],
    [4, 3],
    [1, 17],
    [1.5, 3],
    [Number.NaN, 3],
    [2, Number.POSITIVE_INFINITY],
  ] as const)
    assert.throws(() => dealShares(curve, { threshold, size }), InvalidInput);
  // 2 − x is 0 at member 2, and 7 + x at none
  const draws = [2n, mod(-1n), 7n, 1n].values();
  const { shares } = dealShares(curve, { threshold: 2, size: 3 }, () => draws.next().value!);
  assert.deepEqual(shares, [8n, 9n, 10n]);
  assert.equal(shareOf([2n, mod(-1n)], 2), 0n);
});

test("answers of nobody, of one member twice, or of no member, do not combine", () => {
  for (const indices of [[], [1, 1], [0], [17], [1.5], [-1, 2]])
    assert.throws(
      () =>
        combine(
          curve,
          indices.map((index) => ({ index, result: GENERATOR })),
        ),
      InvalidInput,
    );
});
