// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import fc from "fast-check";
import { test } from "vitest";
import { judgePeriod } from "./policy.ts";

const wei = fc.bigInt({ min: 0n, max: 20n });

test("a period is given once all before it are paid, and adds its price", () => {
  const view = { knownWei: undefined, priceWei: 5n };
  assert.deepEqual(judgePeriod({ ...view, chargedWei: 0n, paidWei: 0n }), { addWei: 5n });
  assert.equal(judgePeriod({ ...view, chargedWei: 5n, paidWei: 4n }), "not_paid");
  assert.deepEqual(judgePeriod({ ...view, chargedWei: 5n, paidWei: 5n }), { addWei: 5n });
});

test("what was given is given again for nothing, whatever is owed; a higher price adds the difference by the same rule", () => {
  assert.deepEqual(judgePeriod({ knownWei: 5n, priceWei: 5n, chargedWei: 9n, paidWei: 0n }), { addWei: 0n });
  assert.deepEqual(judgePeriod({ knownWei: 5n, priceWei: 1n, chargedWei: 9n, paidWei: 0n }), { addWei: 0n });
  assert.equal(judgePeriod({ knownWei: 5n, priceWei: 6n, chargedWei: 5n, paidWei: 4n }), "not_paid");
  assert.deepEqual(judgePeriod({ knownWei: 5n, priceWei: 7n, chargedWei: 5n, paidWei: 5n }), { addWei: 2n });
});

test("one period is ever on credit: what is charged above what is paid is never more than the dearest period", () => {
  const asks = fc.array(fc.record({ period: fc.nat(4), priceWei: wei, payWei: wei }), { maxLength: 40 });
  fc.assert(
    fc.property(asks, (history) => {
      const known = new Map<number, bigint>();
      let [chargedWei, paidWei] = [0n, 0n];
      for (const { period, priceWei, payWei } of history) {
        paidWei += payWei;
        const step = judgePeriod({ knownWei: known.get(period), priceWei, chargedWei, paidWei });
        if (step === "not_paid") continue;
        if (step.addWei > 0n) known.set(period, priceWei);
        chargedWei += step.addWei;
        assert.ok(chargedWei - paidWei <= 20n);
        assert.equal(
          chargedWei,
          [...known.values()].reduce((sum, price) => sum + price, 0n),
        );
      }
    }),
  );
});
