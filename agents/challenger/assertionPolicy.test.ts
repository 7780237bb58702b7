// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { type Hex, zeroAddress } from "viem";
import { test } from "vitest";
import { type AssertionView, planAssertions, type Truth } from "./assertionPolicy.ts";

const TRUTH = { rootBefore: "0x0a", roots: ["0x01", "0x02"] } as const;
const assertion = (id: Hex, posting: bigint, roots: readonly Hex[], rootBefore: Hex = TRUTH.rootBefore) => ({
  ...{ id, posting, asserter: zeroAddress, rootBefore, roots },
});

function plan(view: Partial<AssertionView>, executed = 2n) {
  const truthOf = (posting: bigint): Truth => (posting < executed ? TRUTH : undefined);
  return planAssertions({ pending: [], won: [], truthOf, next: 0n, nowSec: 1_000, ...view }).map(
    (action) => `${action.what} ${action.assertion.id}`,
  );
}

test("a lie in any root is falsified, the oldest first; truth stands", () => {
  const pending = [
    assertion("0xf1", 1n, ["0x01", "0x03"]),
    assertion("0xf2", 0n, ["0x02", "0x02"]),
    assertion("0xf3", 0n, TRUTH.roots),
    assertion("0xf4", 0n, ["0x01"]),
  ];
  assert.deepEqual(plan({ pending }), ["falsify 0xf1", "falsify 0xf2", "falsify 0xf4"]);
});

test("what begins at a false root, or was not executed yet, waits", () => {
  const pending = [assertion("0xf1", 0n, ["0x09", "0x09"], "0x0b"), assertion("0xf2", 2n, ["0x09", "0x09"])];
  assert.deepEqual(plan({ pending }), []);
});

test("what a final state has overtaken is reaped, if it cannot be falsified", () => {
  const pending = [
    assertion("0xf1", 0n, ["0x09", "0x09"], "0x0b"),
    assertion("0xf2", 0n, ["0x09", "0x09"]),
    assertion("0xf3", 1n, ["0x09", "0x09"], "0x0b"),
  ];
  assert.deepEqual(plan({ pending, next: 1n }), ["falsify 0xf2", "reap 0xf1"]);
});

test("a reward is collected once it is payable", () => {
  const won = [
    { ...assertion("0xf1", 0n, []), payableAtSec: 1_000 },
    { ...assertion("0xf2", 0n, []), payableAtSec: 1_001 },
  ];
  assert.deepEqual(plan({ won }), ["collect 0xf1"]);
});
