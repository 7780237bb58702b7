// SPDX-License-Identifier: GPL-3.0-or-later
import { UserError } from "../../kernel/process/errors.ts";

/** What came of asking at one door: who was to get the key, who was not, and who got it. */
export type Opened = { words: string; letIn: string[]; keptOut: string[]; got: ReadonlySet<string> };

/** Throws a UserError that names every policy that let somebody in, or kept somebody out, by mistake. */
export function requireRight(doors: readonly Opened[]): void {
  const wrong = doors.flatMap(({ words, letIn, keptOut, got }) => [
    ...keptOut.filter((name) => got.has(name)).map((name) => `The policy "${words}" let in ${name}.`),
    ...letIn.filter((name) => !got.has(name)).map((name) => `The policy "${words}" kept out ${name}.`),
  ]);
  if (wrong.length > 0) throw new UserError(wrong.join("\n"), "This is a bug: please report it.");
}
