// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { test } from "vitest";
import { amountToText, textToAmount } from "./amountText.ts";

/** Amounts of every length, and pairs that are near each other. */
const amount = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
  fc
    .integer({ min: 0, max: 77 })
    .chain((digits) => fc.bigInt({ min: 10n ** BigInt(digits) - 1n, max: 10n ** BigInt(digits) + 1n })),
);

test("an amount comes back as it was", () => {
  fc.assert(fc.property(amount, (wei) => assert.equal(textToAmount(amountToText(wei)), wei)));
});

test("texts stand in the order of their amounts, in JavaScript and in SQLite", (t) => {
  const sqlite = new DatabaseSync(":memory:");
  t.onTestFinished(() => sqlite.close());
  const compare = sqlite.prepare("select ? < ? as less");
  fc.assert(
    fc.property(amount, amount, (a, b) => {
      const [left, right] = [amountToText(a), amountToText(b)];
      assert.equal(left < right, a < b);
      assert.equal(compare.get(left, right)?.less, a < b ? 1 : 0);
    }),
  );
});

test("an amount with more digits than the store has is refused", () => {
  assert.throws(() => amountToText(10n ** 78n), RangeError);
  assert.throws(() => textToAmount("0".repeat(79)), RangeError);
  assert.throws(() => textToAmount("0".repeat(77)), RangeError);
  assert.throws(() => textToAmount(`${"0".repeat(77)}x`), RangeError);
});
