// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { describe, test } from "vitest";
import { maturedRanges, promiseUntil } from "./policy.ts";

describe("matured ranges", () => {
  test("none before the first share matures", () => {
    assert.deepEqual(maturedRanges(100n, 200n, 102n, 3n), []);
    assert.deepEqual(maturedRanges(100n, 200n, 103n, 3n), [{ fromEpoch: 100n, toEpoch: 100n }]);
  });

  test("none that has not matured, of a deal that ends soon", () => {
    assert.deepEqual(maturedRanges(100n, 104n, 103n, 3n), [{ fromEpoch: 100n, toEpoch: 100n }]);
  });

  test("none above the end of the deal", () => {
    assert.deepEqual(maturedRanges(100n, 102n, 105n, 3n), [{ fromEpoch: 100n, toEpoch: 101n }]);
    assert.deepEqual(maturedRanges(100n, 102n, 900n, 3n), [{ fromEpoch: 100n, toEpoch: 101n }]);
    assert.deepEqual(maturedRanges(102n, 102n, 900n, 3n), []);
  });

  test("each matured epoch is in one range, of 96 at most", () => {
    for (let length = 0n; length < 300n; length += 1n) {
      const ranges = maturedRanges(1_000n, 1_000n + length, 9_000n, 3n);
      let next = 1_000n;
      for (const { fromEpoch, toEpoch } of ranges) {
        assert.equal(fromEpoch, next);
        assert.ok(toEpoch >= fromEpoch && toEpoch - fromEpoch < 96n);
        next = toEpoch + 1n;
      }
      assert.equal(next, 1_000n + length);
    }
  });
});

describe("a promise", () => {
  test("is not worth it where deals pay less than the least, or are over", () => {
    assert.equal(promiseUntil([], 100n, 0n), undefined);
    assert.equal(promiseUntil([{ until: 101n, payWei: 5n }], 100n, 0n), undefined);
    assert.equal(promiseUntil([{ until: 900n, payWei: 5n }], 100n, 121n), undefined);
    assert.equal(promiseUntil([{ until: 103n, payWei: 5n }], 100n, 11n), undefined);
  });

  test("lasts a day, or as long as a deal pays", () => {
    assert.equal(promiseUntil([{ until: 900n, payWei: 5n }], 100n, 120n), 124n);
    assert.equal(promiseUntil([{ until: 103n, payWei: 5n }], 100n, 10n), 102n);
    assert.equal(promiseUntil([{ until: 124n, payWei: 5n }], 100n, 10n), 123n);
    const both = [
      { until: 103n, payWei: 5n },
      { until: 110n, payWei: 1n },
    ];
    assert.equal(promiseUntil(both, 100n, 19n), 109n);
    assert.equal(promiseUntil(both, 100n, 20n), undefined);
  });
});
