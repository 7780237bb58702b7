// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import fc from "fast-check";
import { test } from "vitest";
import { budgetWei, bumpPercent, maxFee, willingnessBps } from "./feeCurve.ts";

const HOUR = 3_600;
const at = (usedPercent: number) => ({ secondsLeft: HOUR - (HOUR * usedPercent) / 100, windowSec: HOUR });

test("a tenth of the stake in the first quarter of the window, all of it in the last, a straight line between", () => {
  const curve = [-10, 0, 25, 37.5, 50, 62.5, 75, 100, 200].map((percent) =>
    Number(willingnessBps(at(percent))),
  );
  assert.deepEqual(curve, [1_000, 1_000, 1_000, 3_250, 5_500, 7_750, 10_000, 10_000, 10_000]);
});

test("the fee is the stake over the gas at that hour, and the cap at most", () => {
  const stake = { stakeWei: 1_000_000n, payUpToBps: 10_000n };
  const fee = (percent: number, capWei: bigint) =>
    maxFee({ stakes: [{ ...stake, ...at(percent) }], gas: 100n, capWei });
  assert.deepEqual([fee(0, 20_000n), fee(50, 20_000n), fee(100, 20_000n)], [1_000n, 5_500n, 10_000n]);
  assert.equal(fee(100, 7_000n), 7_000n);
});

test("the steps grow as time runs out", () => {
  assert.deepEqual(
    [0, 49, 50, 74, 75, 120].map((percent) => bumpPercent(at(percent))),
    [12.5, 12.5, 25, 25, 100, 100],
  );
});

test("any stake: more of it and less time never offer less, and gas never costs more than is at stake", () => {
  const anyStake = fc.record({
    stakeWei: fc.bigInt(0n, 10n ** 21n),
    secondsLeft: fc.integer({ min: -1_000, max: 2_592_000 }),
    windowSec: fc.integer({ min: 900, max: 2_592_000 }),
    payUpToBps: fc.constant(10_000n),
  });
  fc.assert(
    fc.property(anyStake, fc.bigInt(0n, 10n ** 18n), fc.nat(100_000), (stake, more, later) => {
      const { stakeWei, secondsLeft } = stake;
      const budget = budgetWei(stake);
      assert.ok(budgetWei({ ...stake, stakeWei: stakeWei + more }) >= budget);
      assert.ok(budgetWei({ ...stake, secondsLeft: secondsLeft - later }) >= budget);
      assert.ok(budget <= stakeWei);
    }),
  );
  const gas = fc.bigInt(21_000n, 16_000_000n);
  fc.assert(
    fc.property(
      fc.array(anyStake, { maxLength: 10 }),
      gas,
      fc.bigInt(0n, 10n ** 13n),
      (stakes, gas, capWei) => {
        const fee = maxFee({ stakes, gas, capWei });
        assert.ok(fee <= capWei);
        assert.ok(fee * gas <= stakes.reduce((sum, { stakeWei }) => sum + stakeWei, 0n));
      },
    ),
  );
});
