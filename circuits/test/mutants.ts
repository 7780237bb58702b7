// SPDX-License-Identifier: GPL-3.0-or-later
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../instances.ts";
import { circuitFiles } from "./forgiving.ts";

/** A source without one of its constraints. */
export interface Mutant {
  /** Below circuits/. */
  file: string;
  line: number;
  /** The removed constraint. */
  constraint: string;
  /** The whole file without the constraint. */
  source: string;
}

/** Every `===` left out, and every `<==` turned into an assignment that constrains nothing, one at a time. */
export function allMutants(): Mutant[] {
  return circuitFiles().flatMap((file) => {
    const lines = readFileSync(join(ROOT, "circuits", file), "utf8").split("\n");
    return lines.flatMap((text, i): Mutant[] => {
      const constraint = text.trim();
      if (constraint.startsWith("//") || !/===|<==/.test(constraint)) return [];
      const weakened = constraint.includes("===") ? "" : text.replace("<==", "<--");
      return [{ file, line: i + 1, constraint, source: lines.with(i, weakened).join("\n") }];
    });
  });
}
