// SPDX-License-Identifier: GPL-3.0-or-later
import stringWidth from "string-width";

const INDENT = "  ";
/** Between columns; the smaller one where the terminal is narrow. */
const GAPS = [2, 1];
/** A number, perhaps with its unit. */
const FIGURE = /^[-\d.,]*(%| \w+)?$/;

type Style = (text: string) => string;

/**
 * Lays rows out in columns: the first row is the head. A column of figures is set to the right. Where `width` is too narrow for
 * that, each row becomes a few lines: its first cell, and below it the others with their heads.
 */
export function table(
  rows: readonly (readonly string[])[],
  { width = Number.POSITIVE_INFINITY, head = (text) => text }: { width?: number; head?: Style } = {},
): string[] {
  const [heads = [], ...body] = rows;
  const widths = heads.map((_, i) => Math.max(...rows.map((row) => stringWidth(row[i] ?? ""))));
  const filled = widths.reduce((sum, column) => sum + column, INDENT.length);
  const gap = GAPS.find((blanks) => filled + blanks * (heads.length - 1) <= width);
  if (gap === undefined) return body.flatMap((row) => record(heads, row, head));
  const toTheRight = heads.map((_, i) => body.every((row) => FIGURE.test(row[i] ?? "")));
  const line = (row: readonly string[]) =>
    INDENT +
    row
      .map((cell, i) => pad(cell, widths[i] ?? 0, toTheRight[i]))
      .join(" ".repeat(gap))
      .trimEnd();
  return rows.map((row, i) => (i === 0 ? head(line(row)) : line(row)));
}

function record(heads: readonly string[], [name = "", ...cells]: readonly string[], head: Style): string[] {
  const labels = heads.slice(1);
  const widest = Math.max(...labels.map((label) => stringWidth(label)));
  // one other column needs no label
  const labelOf = (i: number) => (labels.length > 1 ? head(pad(labels[i] ?? "", widest)) + INDENT : "");
  return [INDENT + name, ...cells.map((cell, i) => `${INDENT}${INDENT}${labelOf(i)}${cell}`.trimEnd())];
}

/** By what is seen: a letter of Chinese takes two places. */
function pad(text: string, width: number, toTheRight = false): string {
  const blanks = " ".repeat(Math.max(0, width - stringWidth(text)));
  return toTheRight ? blanks + text : text + blanks;
}
