// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import fc from "fast-check";
import { hexToBytes } from "viem";
import { test } from "vitest";
import { MAXIMUM_TICKS, makeTickChain } from "../sdk/channels/tickChain.ts";
import { createVerifyTicks } from "./verifyTicks.ts";

const verify = await createVerifyTicks();
const chain = makeTickChain().map((tick) => hexToBytes(tick));
const knownAt = (count: number) => ({ tick: chain[count]!, count });

test("takes every later tick of the chain, and no earlier one", () => {
  fc.assert(
    fc.property(fc.nat(MAXIMUM_TICKS), fc.nat(MAXIMUM_TICKS), (known, next) => {
      assert.equal(verify(knownAt(next), knownAt(known)), next > known);
    }),
  );
});

test("refuses a tick that is another's, one bit off, beyond 64, or counted wrong", () => {
  const counts = fc.integer({ min: 1, max: MAXIMUM_TICKS });
  fc.assert(
    fc.property(counts, counts, fc.nat(255), (count, other, bit) => {
      const tick = Buffer.from(chain[count]!);
      tick[bit >> 3]! ^= 1 << (bit & 7);
      assert.equal(verify({ tick, count }, knownAt(0)), false);
      if (other !== count) assert.equal(verify({ tick: chain[count]!, count: other }, knownAt(0)), false);
    }),
  );
  for (const count of [65, Number.NaN, -1]) {
    assert.equal(verify({ tick: chain[1]!, count }, knownAt(0)), false);
  }
  assert.equal(verify({ tick: new Uint8Array(0), count: 1 }, knownAt(0)), false);
});
