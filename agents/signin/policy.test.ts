// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { countTry, isPending, LOCKED_MS, refusalOf, type Standing, type Tries } from "./policy.ts";

const NOW = 1_000_000_000;
const signedIn: Standing = {
  hasFactor: false,
  isKnown: true,
  byWallet: true,
  signedInMs: NOW,
  factorMs: null,
};

test("what stands against an act, by what was proved and when", () => {
  const rows: [Partial<Standing>, read: string | undefined, change: string | undefined][] = [
    [{}, undefined, undefined],
    [{ signedInMs: NOW - 300_001 }, undefined, "wallet_required"],
    [{ byWallet: false }, undefined, "wallet_required"],
    [{ hasFactor: true }, undefined, "factor_required"],
    [{ hasFactor: true, factorMs: NOW }, undefined, undefined],
    [{ hasFactor: true, factorMs: NOW - 300_000 }, undefined, undefined],
    [{ hasFactor: true, factorMs: NOW - 300_001 }, undefined, "factor_required"],
    [{ hasFactor: true, factorMs: NOW + 1 }, undefined, "factor_required"],
    [{ hasFactor: true, factorMs: NOW, byWallet: false }, undefined, "wallet_required"],
    [{ hasFactor: true, isKnown: false }, "factor_required", "factor_required"],
  ];
  for (const [change, read, changeFactors] of rows) {
    const standing = { ...signedIn, ...change };
    assert.equal(refusalOf("prove", standing, NOW), undefined);
    assert.equal(refusalOf("read", standing, NOW), read, JSON.stringify(change));
    assert.equal(refusalOf("changeFactors", standing, NOW), changeFactors, JSON.stringify(change));
    assert.equal(isPending(standing), read !== undefined);
  }
});

test("each five wrong codes lock for twice as long as the five before, up to a day", () => {
  let tries: Tries = { count: 0, lockedUntilMs: 0 };
  let now = NOW;
  const locks: number[] = [];
  for (let at = 0; at < 50; at++) {
    tries = countTry(tries, now)!;
    if (tries.lockedUntilMs === 0) continue;
    locks.push((tries.lockedUntilMs - now) / LOCKED_MS);
    assert.equal(countTry(tries, tries.lockedUntilMs - 1), undefined);
    now = tries.lockedUntilMs;
  }
  assert.deepEqual(locks, [1, 2, 4, 8, 16, 32, 64, 96, 96, 96]);
});
