// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { bytes32, tickRequest } from "./voucherRequest.ts";

const DIGITS = "0".padEnd(64, "7");

test("32 bytes are 64 digits: with 63, the rows of every other channel in a settlement would shift", () => {
  assert.equal(bytes32.parse(`0x${DIGITS.replaceAll("7", "A")}`), `0x${DIGITS.replaceAll("7", "a")}`);
  for (const text of [DIGITS.slice(1), `${DIGITS}0`, DIGITS.slice(2), `${DIGITS.slice(1)}g`, ""])
    assert.equal(bytes32.safeParse(`0x${text}`).success, false, text);
  assert.equal(bytes32.safeParse(DIGITS).success, false);
});

test("a tick of 63 digits is refused, whichever field", () => {
  const good = { channelId: `0x${DIGITS}`, tickRoot: `0x${DIGITS}`, tick: `0x${DIGITS}`, count: 1 };
  assert.equal(tickRequest.safeParse(good).success, true);
  for (const field of ["channelId", "tickRoot", "tick"])
    assert.equal(tickRequest.safeParse({ ...good, [field]: `0x${DIGITS.slice(1)}` }).success, false, field);
});

test("a poster's name is short and plain", () => {
  const tick = { channelId: `0x${DIGITS}`, tickRoot: `0x${DIGITS}`, tick: `0x${DIGITS}`, count: 1 };
  for (const [postedBy, isGood] of [
    [undefined, true],
    ["shop-7:4f1c", true],
    ["x".repeat(64), true],
    ["x".repeat(65), false],
    ["", false],
    ["a b", false],
    ["\x1b[2J", false],
    [7, false],
  ] as const)
    assert.equal(tickRequest.safeParse({ ...tick, postedBy }).success, isGood, String(postedBy));
});
