// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, test } from "vitest";
import { InvalidInput } from "../errors/InvalidInput.ts";
import { dayOf, seatPrice } from "../pools/pool.ts";
import { assertRate, depositOver, flowOver, type Rate, type RateOfParameters, rateOf } from "./rate.ts";

const MAXIMUM = (1n << 88n) - 1n;
const rates = fc.bigInt(1n, MAXIMUM).map(assertRate);

function rateOrUndefined(parameters: RateOfParameters): Rate | undefined {
  try {
    return rateOf(parameters);
  } catch (error) {
    assert.ok(error instanceof InvalidInput);
    return undefined;
  }
}

describe("a rate", () => {
  test("is refused below its smallest step and above its greatest", () => {
    for (const wrong of [
      { amountWei: 0n, perSeconds: 1 },
      { amountWei: -1n, perSeconds: 1 },
      { amountWei: 1n, perSeconds: 0 },
      { amountWei: 1n, perSeconds: -1 },
      { amountWei: 1n, perSeconds: 0.5 },
      { amountWei: 1n, perSeconds: 65_537 },
      { amountWei: 1n << 72n, perSeconds: 1 },
    ]) {
      assert.throws(
        () => rateOf(wrong),
        InvalidInput,
        JSON.stringify(wrong, (_, v) => String(v)),
      );
    }
    for (const rate of [0n, -1n, MAXIMUM + 1n]) assert.throws(() => assertRate(rate), InvalidInput);
    assert.equal(rateOf({ amountWei: 1n, perSeconds: 65_536 }), 1n);
    assert.equal(assertRate(MAXIMUM), MAXIMUM);
  });

  test("of whole wei per second has 16 binary places", () => {
    assert.equal(rateOf({ amountWei: 7n, perSeconds: 1 }), 7n << 16n);
  });

  test("never flows faster than it was asked to, and lags by less than its smallest step", () => {
    fc.assert(
      fc.property(
        fc.bigInt(1n, 1n << 71n),
        fc.integer({ min: 1, max: 40_000_000 }),
        (amountWei, perSeconds) => {
          fc.pre((amountWei << 16n) / BigInt(perSeconds) > 0n);
          const rate = rateOf({ amountWei, perSeconds, maximumErrorBps: 10_000 });
          const flown = flowOver(rate, perSeconds);
          assert.ok(flown <= amountWei);
          assert.ok(amountWei - flown <= BigInt(perSeconds) / 65_536n + 1n);
        },
      ),
    );
  });

  test("that cannot flow evenly is refused with the sum that would flow, or is off by a hundredth at most", () => {
    const month = 30 * 86_400;
    assert.throws(() => rateOf({ amountWei: 79n, perSeconds: month }), /79 wei .* pays 39 wei/);
    assert.equal(rateOf({ amountWei: 79n, perSeconds: month, maximumErrorBps: 5_000 }), 1n);
    const amounts = fc.bigInt(1n, 1n << 20n);
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 40_000_000 }), (amountWei, perSeconds) => {
        const rate = rateOrUndefined({ amountWei, perSeconds });
        if (rate === undefined) return;
        const lost = (amountWei << 16n) - rate * BigInt(perSeconds);
        assert.ok(lost * 100n <= amountWei << 16n);
      }),
    );
  });

  test("is no plain number: wei per second do not compile", () => {
    const perSecondWei = 7n;
    // @ts-expect-error wei per second would pay a 65,536th
    assert.equal(flowOver(perSecondWei, 65_536), 7n);
    // @ts-expect-error neither does a sum of rates, which may be out of range
    const doubled: Rate = rateOf({ amountWei: 7n, perSeconds: 1 }) * 2n;
    assert.equal(assertRate(doubled), 14n << 16n);
  });

  test("pays all of what is deposited for a time by its end, but for a wei", () => {
    fc.assert(
      fc.property(rates, fc.integer({ min: 1, max: 40_000_000 }), (rate, seconds) => {
        const rest = depositOver(rate, seconds) - flowOver(rate, seconds);
        assert.ok(rest === 0n || rest === 1n);
        assert.equal(rest === 0n, (rate * BigInt(seconds)) % 65_536n === 0n);
      }),
    );
  });
});

test("a seat costs until its last day ends, and none is sold of a day that is over", () => {
  const rate = rateOf({ amountWei: 3n, perSeconds: 1 });
  assert.equal(dayOf(86_399.9), 0);
  assert.equal(dayOf(86_400), 1);
  assert.equal(seatPrice({ rate, lastDay: 1, timeSec: 86_399.9 }), 3n * 86_401n);
  assert.throws(() => seatPrice({ rate, lastDay: 0, timeSec: 86_400 }), InvalidInput);
});
