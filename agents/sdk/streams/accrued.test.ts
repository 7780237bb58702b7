// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, test } from "vitest";
import { accruedAt, depletionTimeOf, refundableAt, statusOfStream, unspentAt } from "./accrued.ts";
import { assertRate, type Rate } from "./rate.ts";
import type { Stream } from "./stream.ts";

const NONE: Stream = {
  funds: 0n,
  rate: 0n as Rate,
  remainder: 0,
  since: 0,
  paused: false,
  isPosition: false,
};
const flowing: Stream = { ...NONE, funds: 100n, rate: assertRate(10n << 16n), since: 1_000 };

const streams = fc
  .record({
    funds: fc.bigInt(1n, (1n << 96n) - 1n),
    rate: fc.bigInt(1n, (1n << 88n) - 1n).map(assertRate),
    remainder: fc.nat(65_535),
    since: fc.nat(1 << 30),
    isPosition: fc.boolean(),
  })
  .map((stream): Stream => ({ ...stream, paused: false }));

describe("what has accrued", () => {
  test("is nothing of a stream that is not open", () => {
    assert.equal(accruedAt(NONE, 5), 0n);
    assert.equal(refundableAt(NONE, 5), 0n);
    assert.equal(unspentAt(NONE, 5), 0n);
    assert.equal(depletionTimeOf(NONE, 5), 0);
    assert.equal(statusOfStream(NONE, 5), "none");
  });

  test("is nothing more while the clock lags behind the chain", () => {
    assert.equal(accruedAt(flowing, 900), 0n);
    assert.equal(depletionTimeOf(flowing, 900), 1_010);
  });

  test("counts whole seconds", () => {
    assert.equal(accruedAt(flowing, 1_001.9), 10n);
  });

  test("stands still in a pause", () => {
    const paused = { ...flowing, since: 4, paused: true };
    for (const time of [0, 5_000]) {
      assert.equal(accruedAt(paused, time), 40n);
      assert.equal(statusOfStream(paused, time), "paused");
    }
    assert.equal(depletionTimeOf(paused, 5_000), 5_006);
    assert.equal(statusOfStream({ ...paused, since: 10 }, 0), "depleted");
  });

  test("never falls, never exceeds the funds, and is all of them from the depletion on, not before", () => {
    fc.assert(
      fc.property(streams, fc.nat(1 << 20), fc.nat(1 << 20), (stream, passed, more) => {
        const time = stream.since + passed;
        const accrued = accruedAt(stream, time);
        assert.ok(accrued <= accruedAt(stream, time + more));
        assert.ok(accrued >= 0n && accrued <= stream.funds);
        assert.equal(accrued + refundableAt(stream, time), stream.funds);
        const broken = refundableAt(stream, time) - unspentAt(stream, time);
        assert.ok(broken === 0n || broken === 1n);
        const end = depletionTimeOf(stream, time);
        fc.pre(Number.isSafeInteger(end) && end > stream.since);
        assert.equal(statusOfStream(stream, end), "depleted");
        assert.equal(statusOfStream(stream, end - 1), "streaming");
      }),
    );
  });
});
