// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { hanging, table } from "./table.ts";

const PAID = [
  ["who", "paid", "note"],
  ["Vera", "5 STREAM", ""],
  ["Vi", "12.25 STREAM", "twice"],
];

test("words are set to the left, figures to the right, and no line ends in blanks", () => {
  assert.deepEqual(table(PAID), [
    "  who           paid  note",
    "  Vera      5 STREAM",
    "  Vi    12.25 STREAM  twice",
  ]);
});

test("nothing but a head is a table too", () => {
  assert.equal(table([["a", "b"]]).length, 1);
  assert.deepEqual(table([]), []);
});

test("where the terminal is narrow, columns stand closer; where it is too narrow, a row is a few lines", () => {
  assert.equal(table(PAID, { width: 26 })[2], "  Vi   12.25 STREAM twice");
  assert.deepEqual(table(PAID, { width: 24 }), [
    "  Vera",
    "    paid  5 STREAM",
    "    note",
    "  Vi",
    "    paid  12.25 STREAM",
    "    note  twice",
  ]);
});

test("wide letters take the places that they take on a terminal", () => {
  assert.deepEqual(
    table([
      ["work", "s"],
      ["東京", "10"],
      ["film", "5"],
    ]),
    ["  work   s", "  東京  10", "  film   5"],
  );
});

test("the head has its style, and takes no other room for it", () => {
  const head = (text: string) => `<${text}>`;
  assert.deepEqual(
    table(
      [
        ["a", "b"],
        ["x", "y"],
      ],
      { head },
    ),
    ["<  a  b>", "  x  y"],
  );
  assert.deepEqual(
    table(
      [
        ["a", "b"],
        ["x", "y"],
      ],
      { head, width: 3 },
    ),
    ["  x", "    y"],
  );
});

test("a last column of words wraps, while there is room to read it", () => {
  const rows = [
    ["agent", "pid", "what it did"],
    ["edge", "12", "does not answer: nothing runs at http://127.0.0.1:9"],
  ];
  assert.deepEqual(table(rows, { width: 50 }), [
    "  agent  pid  what it did",
    "  edge    12  does not answer: nothing runs at\n              http://127.0.0.1:9",
  ]);
  assert.deepEqual(table(rows, { width: 40 }), [
    "  edge",
    "    pid          12",
    "    what it did  does not answer:\n                 nothing runs at\n                 http://127.0.0.1:9",
  ]);
});

test("a figure and its unit stay on one line", () => {
  assert.equal(hanging("- ", "all of it is 5 STREAM (12.5 s)", 20), "- all of it is\n  5 STREAM (12.5 s)");
});
