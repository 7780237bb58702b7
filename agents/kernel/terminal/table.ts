// SPDX-License-Identifier: GPL-3.0-or-later
import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";

const INDENT = "  ";
/** Between columns; the smaller one where the terminal is narrow. */
const GAPS = [2, 1];
/** A last column of words that has so much room wraps; with less, nobody could read it. */
const LEAST_TO_WRAP = 30;
/** A number, perhaps with its unit. */
const FIGURE = /^[-\d.,]*(%| \w+)?$/;

type Rows = readonly (readonly string[])[];
type Style = (text: string) => string;

/**
 * Lays rows out in columns: the first row is the head. A column of figures is set to the right. Where `width` is too narrow for
 * that, a last column of words wraps, or else each row becomes a few lines: its first cell, and below it the others with their
 * heads.
 */
export function table(
  rows: Rows,
  { width = Number.POSITIVE_INFINITY, head = (text) => text }: { width?: number; head?: Style } = {},
): string[] {
  const [heads = [], ...body] = rows;
  const widths = heads.map((_, i) => Math.max(...rows.map((row) => stringWidth(row[i] ?? ""))));
  const toTheRight = heads.map((_, i) => body.every((row) => FIGURE.test(row[i] ?? "")));
  const last = heads.length - 1;
  const before = (gap: number) => INDENT.length + sum(widths.slice(0, -1)) + gap * last;
  let gap = GAPS.find((blanks) => before(blanks) + (widths[last] ?? 0) <= width);
  if (gap === undefined) {
    [gap = 0] = GAPS;
    const room = width - before(gap);
    if (toTheRight[last] || room < LEAST_TO_WRAP)
      return body.flatMap((row) => record(heads, row, width, head));
    widths[last] = room;
  }
  const lines = (row: readonly string[]) => {
    const start = row
      .slice(0, -1)
      .map((cell, i) => pad(cell, widths[i] ?? 0, toTheRight[i]) + " ".repeat(gap));
    const cell = pad(row[last] ?? "", widths[last] ?? 0, toTheRight[last]);
    return hanging(INDENT + start.join(""), cell, width).trimEnd();
  };
  return rows.map((row, i) => (i === 0 ? head(lines(row)) : lines(row)));
}

/** `text` after `start`, wrapped at words but not between a figure and its unit; further lines begin where the first does. */
export function hanging(start: string, text: string, width: number): string {
  const indent = stringWidth(start);
  if (indent + stringWidth(text.trimEnd()) <= width) return start + text;
  const glued = text.replace(/(\d) (s|STREAM)\b/g, "$1\u00a0$2");
  const wrapped = wrapAnsi(glued, Math.max(1, width - indent)).replaceAll("\u00a0", " ");
  return start + wrapped.replaceAll("\n", `\n${" ".repeat(indent)}`);
}

function record(
  heads: readonly string[],
  [name = "", ...cells]: readonly string[],
  width: number,
  head: Style,
) {
  const labels = heads.slice(1);
  const widest = Math.max(...labels.map((label) => stringWidth(label)));
  // one other column needs no label
  const labelOf = (i: number) => (labels.length > 1 ? head(pad(labels[i] ?? "", widest)) + INDENT : "");
  const below = cells.map((cell, i) => hanging(`${INDENT}${INDENT}${labelOf(i)}`, cell, width).trimEnd());
  return [INDENT + name, ...below];
}

/** By what is seen: a letter of Chinese takes two places. */
function pad(text: string, width: number, toTheRight = false): string {
  const blanks = " ".repeat(Math.max(0, width - stringWidth(text)));
  return toTheRight ? blanks + text : text + blanks;
}

const sum = (widths: readonly number[]) => widths.reduce((total, width) => total + width, 0);
