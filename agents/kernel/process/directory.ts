// SPDX-License-Identifier: GPL-3.0-or-later
import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { UserError, userErrorOf } from "./errors.ts";

/**
 * Makes a directory and its parents, where they are missing. Throws a UserError that says why it cannot.
 * Node's own recursive mkdir never returns where a file system refuses to make anything, as /proc does.
 */
export function makeDirectory(path: string, options: { mode?: number } = {}): void {
  const missing: string[] = [];
  for (let at = resolve(path); !existsSync(at); at = dirname(at)) missing.unshift(at);
  const cannot = `The directory ${path} cannot be made.`;
  for (const directory of missing) {
    try {
      mkdirSync(directory, options);
    } catch (error) {
      // another process may have made the directory meanwhile
      if (existsSync(directory)) continue;
      // its parent is there: as in /proc, where nobody can make anything
      if ((error as NodeJS.ErrnoException).code === "ENOENT")
        throw new UserError(
          `${cannot} The file system of ${dirname(directory)} takes no new directories.`,
          "Choose another path.",
          { cause: error },
        );
      throw userErrorOf(error, cannot);
    }
  }
  if (!statSync(path).isDirectory())
    throw new UserError(`${path} is a file, and a directory is needed there.`, "Choose another path.");
}
