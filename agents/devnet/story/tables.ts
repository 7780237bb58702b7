// SPDX-License-Identifier: GPL-3.0-or-later
import type { SplitTable } from "../../splits/table.ts";
import type { Person } from "./cast.ts";

/** Who is in the splits of the works, in basis points; the works take them in turn. Ada is in two of them. */
const CREDITS: readonly (readonly (readonly [string, number])[])[] = [
  [
    ["Ada", 6_000],
    ["Ben", 4_000],
  ],
  [
    ["Ada", 3_333],
    ["Cleo", 3_333],
    ["Dario", 3_334],
  ],
  [
    ["Elif", 5_001],
    ["Femi", 2_499],
    ["Gwen", 1_499],
    ["Hugo", 1_001],
  ],
];

/** The names of all collaborators of `works` works, each once. */
export function collaboratorNames(works: number): string[] {
  return [
    ...new Set(Array.from({ length: works }, (_, work) => creditsOf(work).map(([name]) => name)).flat()),
  ];
}

/** The table of work number `work`. */
export function tableOf(work: number, people: ReadonlyMap<string, Person>): SplitTable {
  return creditsOf(work).map(([name, bps]) => ({ recipient: people.get(name)!.account.address, bps }));
}

const creditsOf = (work: number) => CREDITS[work % CREDITS.length]!;
