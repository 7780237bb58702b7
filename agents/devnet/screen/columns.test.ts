// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { columns, stream } from "./columns.ts";

test("words are set to the left, figures to the right, and no line ends in blanks", () => {
  assert.deepEqual(
    columns([
      ["who", "paid", "note"],
      ["Vera", "5 STREAM", ""],
      ["Vi", "12.25 STREAM", "twice"],
    ]),
    ["  who           paid  note", "  Vera      5 STREAM", "  Vi    12.25 STREAM  twice"],
  );
});

test("nothing but a head is a table too", () => {
  assert.equal(columns([["a", "b"]]).length, 1);
  assert.deepEqual(columns([]), []);
});

test("amounts are shown to the wei", () => {
  assert.equal(stream(10n ** 18n + 1n), "1.000000000000000001 STREAM");
});
