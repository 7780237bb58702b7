// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests noticed, a row for each file: committed, so that a survivor is seen in review.
import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** `mutant` stands for `line`, and no test failed; `why` says why none can. */
export type Survivor = { line: string; mutant: string; why?: string };
export type Row = { mutants: number; killed: number; survivors: Survivor[] };
export type Score = Record<string, Row>;

const SCORE = "script/mutate/score.json";

export function readScore(): Score {
  return existsSync(SCORE) ? JSON.parse(readFileSync(SCORE, "utf8")) : {};
}

/** Reads the score anew, so that runs beside each other keep each other's rows. */
export function writeRow(file: string, row: Row): void {
  const rows = Object.entries({ ...readScore(), [file]: row }).sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(SCORE, `${JSON.stringify(Object.fromEntries(rows), null, 2)}\n`);
}
