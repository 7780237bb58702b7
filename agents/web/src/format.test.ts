// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { parseEther } from "viem";
import { test } from "vitest";
import { amount, bytes, clock, perMinute, short, spoken, titleOf } from "./format.ts";

test("an amount is rounded down, grouped, and never shown as nothing", () => {
  for (const [wei, text] of [
    [0n, "0 STREAM"],
    [1n, "< 0.0001 STREAM"],
    [parseEther("0.0001"), "0.0001 STREAM"],
    [parseEther("0.00019999"), "0.0001 STREAM"],
    [parseEther("0.1") + 7n, "0.1 STREAM"],
    [parseEther("2.5"), "2.5 STREAM"],
    [parseEther("5.99999999"), "5.9999 STREAM"],
    [parseEther("1000"), "1\u202f000 STREAM"],
    [parseEther("1234567.89"), "1\u202f234\u202f567.89 STREAM"],
  ] as const)
    assert.equal(amount(wei), text);
});

test("a price is by the minute, and a work without one is free", () => {
  assert.equal(perMinute(parseEther("0.1") + 7n), "6 STREAM a minute");
  assert.equal(perMinute(0n), "Free");
});

test("a time is a clock to see, and words to hear", () => {
  for (const [seconds, seen, heard] of [
    [0, "0:00", "0 seconds"],
    [1, "0:01", "1 second"],
    [59.9, "0:59", "59 seconds"],
    [60, "1:00", "1 minute"],
    [150, "2:30", "2 minutes 30 seconds"],
    [3_723, "1:02:03", "1 hour 2 minutes"],
    [7_203, "2:00:03", "2 hours"],
    [90_000, "25:00:00", "1 day 1 hour"],
    [-1, "0:00", "0 seconds"],
  ] as const)
    assert.deepEqual([clock(seconds), spoken(seconds)], [seen, heard]);
});

test("sizes have one decimal, hashes an ellipsis", () => {
  assert.deepEqual([0, 999, 1_000, 65_536, 1_234_567, 5e15].map(bytes), [
    "0 bytes",
    "999 bytes",
    "1.0 kB",
    "65.5 kB",
    "1.2 MB",
    "5000.0 TB",
  ]);
  assert.deepEqual([short("0x1234567890abcdef"), short("0x12")], ["0x1234…cdef", "0x12"]);
});

test("a file's name becomes a title, and what is no file's name stays", () => {
  assert.deepEqual(
    ["night-train.mp4", "dunes.mp4", "A film, vol. 2", ".mp4", "été_à_la_mer.webm"].map(titleOf),
    ["Night train", "Dunes", "A film, vol. 2", ".mp4", "Été à la mer"],
  );
});
