// SPDX-License-Identifier: GPL-3.0-or-later
import { formatEther } from "viem";

/** Lays rows out in columns: the first row is the head. A column of figures is set to the right. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  const figures = widths.map((_, i) => rows.slice(1).every((row) => /^[-\d.,]*( \w+)?$/.test(row[i] ?? "")));
  return rows.map((row) =>
    `  ${row
      .map((cell, i) => (figures[i] ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join("  ")}`.trimEnd(),
  );
}

/** An amount in STREAM, to the wei. */
export const stream = (wei: bigint) => `${formatEther(wei)} STREAM`;
