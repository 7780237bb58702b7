// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { depositChoices, meterOf } from "./meter.ts";

test("the meter counts what was played, and what is left to the wei", () => {
  const meter = meterOf(7n, 3, { depositWei: 700n, paidWei: 121n });
  assert.deepEqual(meter, {
    paidWei: 21n,
    leftWei: 579n,
    leftSec: 82,
    leftShare: 0.827,
    needsDeposit: false,
    isLow: false,
  });
  assert.equal(meterOf(7n, 3, { depositWei: 230n, paidWei: 21n }).isLow, true);
});

test("nothing is left below nothing, a free work uses up no deposit, and without a deposit nothing is left to show", () => {
  assert.equal(meterOf(7n, 3, { depositWei: 20n, paidWei: 21n }).leftWei, 0n);
  // less than a second is left
  assert.equal(meterOf(7n, 3, { depositWei: 27n, paidWei: 21n }).needsDeposit, true);
  assert.equal(meterOf(7n, 3, { depositWei: 28n, paidWei: 21n }).needsDeposit, false);
  assert.equal(meterOf(0n, 3, undefined).needsDeposit, false);
  assert.deepEqual(meterOf(0n, 3, { depositWei: 20n, paidWei: 0n }).leftSec, undefined);
  assert.deepEqual(meterOf(7n, 0, undefined), {
    ...{
      paidWei: 0n,
      leftWei: undefined,
      leftSec: undefined,
      leftShare: 0,
      needsDeposit: true,
      isLow: false,
    },
  });
});

test("the least deposit plays the work once, and the choices grow", () => {
  assert.deepEqual(
    [0.5, 60, 61, 3_600, 20_000, 90_000].map((sec) => depositChoices(1n, sec).map(({ minutes }) => minutes)),
    [[1, 5, 10], [1, 5, 10], [2, 5, 10], [60, 120, 240], [334, 480], [1_500]],
  );
  for (const { minutes, wei } of depositChoices(7n, 100)) assert.equal(wei, 7n * 60n * BigInt(minutes));
});
