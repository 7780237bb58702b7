// SPDX-License-Identifier: GPL-3.0-or-later
import { printable } from "../../sdk/wire/printable.ts";

/** Several lines of ours that may hold a stranger's text. */
export const printableLines = (text: string): string =>
  text
    .split("\n")
    .map((line) => printable(line))
    .join("\n");

/** A line of JSON in which nothing steers a terminal, and which says the same. */
export const printableJson = (json: string): string =>
  printable(json, (character) =>
    JSON.stringify(character)
      .slice(1, -1)
      .replace(/^[^\\].*/su, escaped),
  );

const escaped = (text: string) =>
  [...Array(text.length).keys()]
    .map((at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, "0")}`)
    .join("");
