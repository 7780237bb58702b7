// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, test } from "vitest";
import { InvalidInput } from "../errors/InvalidInput.ts";
import { ALLOCATIONS, SUPPLY_WEI } from "./allocations.ts";
import {
  encodeSchedule,
  linearSchedule,
  MONTH_SEC,
  officialSchedule,
  trancheSchedule,
  vestedAt,
} from "./schedule.ts";

const LAUNCH = 1_800_000_000;

describe("the official schedule", () => {
  const schedule = officialSchedule(LAUNCH);
  const percent = (time: number) => vestedAt(schedule, 100n, time);

  test("a month is 365 days / 12", () => assert.equal(MONTH_SEC * 12, 365 * 86_400));

  for (const [when, month, expected] of [
    ["at launch", 0, 10n],
    ["in month 11", 11, 10n],
    ["in month 12", 12, 40n],
    ["in month 24", 24, 70n],
    ["in month 36", 36, 100n],
    ["in month 37", 37, 100n],
  ] as const) {
    test(`${expected}% ${when}, of every allocation, to the wei`, () => {
      for (const part of [
        SUPPLY_WEI,
        ...ALLOCATIONS.map((allocation) => (SUPPLY_WEI * BigInt(allocation.percent)) / 100n),
      ])
        assert.equal(vestedAt(schedule, part, LAUNCH + month * MONTH_SEC), (part * expected) / 100n);
    });
  }

  test("nothing before launch, and no more before month 12", () => {
    assert.equal(percent(LAUNCH - 1), 0n);
    assert.equal(percent(LAUNCH + 12 * MONTH_SEC - 1), 10n);
  });

  test("all of it at the last second, not before", () => {
    const end = LAUNCH + 36 * MONTH_SEC;
    assert.ok(vestedAt(schedule, SUPPLY_WEI, end - 1) < SUPPLY_WEI);
    assert.equal(vestedAt(schedule, SUPPLY_WEI, end), SUPPLY_WEI);
  });

  test("the allocations are the whole supply", () => {
    assert.equal(
      ALLOCATIONS.reduce((sum, { percent }) => sum + percent, 0),
      100,
    );
  });
});

describe("a linear schedule", () => {
  for (const [what, start, bps, cliff, end] of [
    ["no start", 0, 0, 1, 2],
    ["a cliff before the start", 5, 0, 4, 9],
    ["an end before the cliff", 5, 0, 9, 8],
    ["more than the whole at the start", 5, 10_001, 6, 9],
    ["less than nothing at the start", 5, -1, 6, 9],
  ] as const) {
    test(`with ${what} is refused`, () =>
      assert.throws(() => linearSchedule(start, bps, cliff, end), InvalidInput));
  }

  test("with all of it at the start is one step", () => {
    assert.deepEqual(linearSchedule(5, 10_000, 6, 9), [{ from: 5, to: 5, weight: 40_000n }]);
  });

  test("of no length pays at once", () => {
    const schedule = linearSchedule(5, 2_500, 5, 5);
    assert.equal(vestedAt(schedule, 7n, 4), 0n);
    assert.equal(vestedAt(schedule, 7n, 5), 7n);
  });

  test("is the formula of its words", () => {
    const span = fc.integer({ min: 0, max: 2 ** 31 });
    fc.assert(
      fc.property(
        fc.tuple(span, span, fc.integer({ min: 0, max: 10_000 }), fc.bigInt(0n, 2n ** 96n - 1n), span),
        ([toCliff, toEnd, bps, total, elapsed]) => {
          fc.pre(toCliff + toEnd > 0);
          const length = BigInt(toCliff + toEnd);
          const schedule = linearSchedule(9, bps, 9 + toCliff, 9 + toCliff + toEnd);
          const accrued = elapsed < toCliff ? 0n : BigInt(Math.min(elapsed, toCliff + toEnd));
          const due = BigInt(bps) * length + BigInt(10_000 - bps) * accrued;
          assert.equal(vestedAt(schedule, total, 9 + elapsed), (total * due) / (10_000n * length));
        },
      ),
    );
  });
});

describe("tranches", () => {
  test("whose weights are amounts are paid to the wei", () => {
    const amounts = [3n, 10n ** 18n + 1n, 7n];
    const total = amounts.reduce((sum, amount) => sum + amount, 0n);
    const schedule = trancheSchedule(amounts.map((weight, index) => ({ time: 10 * (index + 1), weight })));
    assert.deepEqual(
      [9, 10, 19, 20, 29, 30, 31].map((time) => vestedAt(schedule, total, time)),
      [0n, 3n, 3n, 10n ** 18n + 4n, 10n ** 18n + 4n, total, total],
    );
  });
});

test("a step is a word: from in the bits from 136, to in those from 96, weight in the lowest", () => {
  const most = { from: 2 ** 40 - 1, to: 2 ** 40 - 2, weight: 2n ** 96n - 3n };
  assert.deepEqual(encodeSchedule([{ from: 1, to: 2, weight: 3n }, most]), [
    BigInt("0x0000000001_0000000002_000000000000000000000003".replaceAll("_", "")),
    BigInt("0xffffffffff_fffffffffe_fffffffffffffffffffffffd".replaceAll("_", "")),
  ]);
});
