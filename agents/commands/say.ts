// SPDX-License-Identifier: GPL-3.0-or-later
import { printable } from "../sdk/wire/printable.ts";

// The way of all that a command prints, beside Screen: a line may hold a stranger's text.

/** A line of the command's answer, on stdout. */
export function answer(line: string): void {
  process.stdout.write(`${printable(line)}\n`);
}

/** A line about the work, on stderr. */
export function note(line: string): void {
  process.stderr.write(`${printable(line)}\n`);
}
