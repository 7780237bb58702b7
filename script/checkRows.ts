// SPDX-License-Identifier: GPL-3.0-or-later
// The table that a program of checks prints, which goes on after a failure.

/** What failed so far. */
export const failures: unknown[] = [];

/** Prints a line with what `work` comes to. */
export async function row(what: string, work: () => Promise<string>): Promise<void> {
  try {
    console.log(`| ${what} | ${await work()} |`);
  } catch (error) {
    failures.push(error);
    console.log(`| ${what} | FAILS |`);
  }
}

/** Prints the failures, and makes them the program's end. */
export function endRows(): void {
  for (const failure of failures) console.error(failure);
  process.exitCode = failures.length === 0 ? 0 : 1;
}
