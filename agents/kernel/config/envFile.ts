// SPDX-License-Identifier: GPL-3.0-or-later
import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { UserError } from "../process/errors.ts";

/**
 * Adds the TRIBUTARY_ variables of an env file to the environment; the environment wins where both set a variable.
 * TRIBUTARY_ENV_FILE names the file; the default is `.env` of the working directory, if present, and an empty name reads none.
 */
export function readEnvFile(): void {
  const named = process.env.TRIBUTARY_ENV_FILE;
  if (named === "") return;
  try {
    const read = Object.entries(parseEnv(readFileSync(named ?? ".env", "utf8")));
    // no other program's settings, such as what NODE_OPTIONS would do to the next process
    for (const [name, value] of read) if (name.startsWith("TRIBUTARY_")) process.env[name] ??= value;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (named === undefined && code === "ENOENT") return;
    throw new UserError(
      `The env file ${named ?? ".env"} cannot be read (${code}).`,
      "Check the path and its permissions, or name another file in TRIBUTARY_ENV_FILE.",
      { cause: error },
    );
  }
}
