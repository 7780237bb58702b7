// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { printable } from "../../sdk/wire/printable.ts";
import { printableJson, printableLines } from "./printable.ts";

test("a title that writes to the clipboard, rings, and asks for a key is shown as one line of text", () => {
  assert.equal(printable("\x1b]52;c;aGk=\x07\r\nenter your key:"), "?]52;c;aGk=???enter your key:");
});

test("every character that steers a terminal or turns a line is shown as a question mark", () => {
  for (const character of [
    "\0",
    "\b",
    "\t",
    "\n",
    "\x1b",
    "\x7f",
    "\x9b",
    "\u2028",
    "\u202e",
    "\u2067",
    "\u200f",
    "\ufffa",
    "\u{e0041}",
    "\ud800",
  ])
    assert.equal(printable(`a${character}b`), "a?b");
});

test("what people write is left as it is", () => {
  for (const text of ["Über den Wolken", "東京物語", "می‌خواهم", "👩‍🚀 at work", '5 < 6 "quoted"'])
    assert.equal(printable(text), text);
});

test("lines of ours stay lines", () => {
  assert.equal(printableLines("No edge took it:\n  \x1b[2Jgone\r\n"), "No edge took it:\n  ?[2Jgone?\n");
});

test("a line of JSON says the same, and steers nothing", () => {
  const said = { title: "\x1b]52;c;\x07 \x9b2J \u202e \u{e0041} \ud800 東京 👩‍🚀", text: 'a "b" \\ c' };
  const line = printableJson(JSON.stringify(said));
  assert.equal(printable(line), line);
  assert.deepEqual(JSON.parse(line), said);
});
