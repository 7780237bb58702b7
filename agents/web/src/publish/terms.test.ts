// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { payeeOfAddress, payeeOfSplit } from "../../../sdk/chain/payee.ts";
import { payeeIn, rateIn, secondsIn } from "./terms.ts";

const OWN = `0x${"ab".repeat(20)}` as const;
const SENTENCE = /^[A-Z].*\.$/;

test("a price by the minute is one by the second, and nobody pays more than is written", () => {
  assert.deepEqual(rateIn("0.6"), { value: 10n ** 16n });
  assert.deepEqual(rateIn(" 0,6 "), { value: 10n ** 16n });
  assert.deepEqual(rateIn("1"), { value: 16_666_666_666_666_666n });
  assert.deepEqual(rateIn("0"), { value: 0n });
  for (const text of ["", "-1", "1e3", "0x1", "1.2.3", "six", "9".repeat(30)])
    assert.match((rateIn(text) as { fault: string }).fault, SENTENCE, text);
});

test("who is paid is an address in any spelling, a split, or whoever publishes", () => {
  assert.deepEqual(payeeIn("", OWN), { value: payeeOfAddress(OWN) });
  assert.deepEqual(payeeIn(` 0x${"CD".repeat(20)} `, OWN), { value: payeeOfAddress(`0x${"cd".repeat(20)}`) });
  for (const text of ["split 3", "Split:3", "split3"])
    assert.deepEqual(payeeIn(text, OWN), { value: payeeOfSplit(3n) });
  for (const text of ["0x12", `0x${"0".repeat(40)}`, "ada.eth", "split", "split -1", "3"])
    assert.match((payeeIn(text, OWN) as { fault: string }).fault, SENTENCE, text);
});

test("a length is read as a clock or as seconds", () => {
  for (const [text, value] of [
    ["90", 90],
    ["1:30", 90],
    [" 1:02:03 ", 3_723],
  ] as const)
    assert.deepEqual(secondsIn(text), { value });
  for (const text of ["", "0", "0:00", "1:2:3:4", "1:-2", "1.5", "4294967296"])
    assert.match((secondsIn(text) as { fault: string }).fault, SENTENCE, text);
});
