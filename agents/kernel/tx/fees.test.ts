// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import fc from "fast-check";
import { test } from "vitest";
import { bumpedFees, firstFees } from "./fees.ts";

const wei = (max: bigint) => fc.bigInt({ min: 0n, max });
const fees = fc
  .tuple(wei(10n ** 12n), wei(10n ** 12n))
  .map(([tip, rest]) => ({ maxFeePerGas: tip + rest, maxPriorityFeePerGas: tip }));

test("a base fee above the cap is refused, and what is offered is never above it", () => {
  const market = { maxFeePerGas: 150n, maxPriorityFeePerGas: 120n, baseFeeWei: 100n };
  assert.throws(() => firstFees(market, 99n), { name: "TryAgainError" });
  assert.deepEqual(firstFees(market, 110n), { maxFeePerGas: 110n, maxPriorityFeePerGas: 110n });
});

test("a replacement pays at least the bump more in both parts, stays under the cap, and is valid", () => {
  fc.assert(
    fc.property(
      fees,
      fees,
      wei(2n * 10n ** 12n),
      fc.constantFrom(12.5, 15, 25.4),
      (previous, market, cap, percent) => {
        const bumped = bumpedFees(previous, market, percent, cap);
        if (!bumped) return;
        const enough = (now: bigint, before: bigint) => now * 1000n >= before * BigInt(1000 + percent * 10);
        assert.ok(enough(bumped.maxFeePerGas, previous.maxFeePerGas));
        assert.ok(enough(bumped.maxPriorityFeePerGas, previous.maxPriorityFeePerGas));
        assert.ok(bumped.maxFeePerGas <= cap);
        assert.ok(bumped.maxPriorityFeePerGas <= bumped.maxFeePerGas);
      },
    ),
  );
});

test("a replacement follows a market that rose by more than the bump", () => {
  const market = { maxFeePerGas: 1_000n, maxPriorityFeePerGas: 500n };
  assert.deepEqual(bumpedFees({ maxFeePerGas: 10n, maxPriorityFeePerGas: 1n }, market, 12.5, 10_000n), {
    maxFeePerGas: 1_000n,
    maxPriorityFeePerGas: 500n,
  });
});
