// SPDX-License-Identifier: GPL-3.0-or-later
import { UserError } from "../process/errors.ts";

/**
 * Adds the variables of an env file to the environment, which wins where both have one. The file is the one that
 * TRIBUTARY_ENV_FILE names, or `.env` of the working directory where there is one; an empty name stands for none.
 */
export function readEnvFile(): void {
  const named = process.env.TRIBUTARY_ENV_FILE;
  if (named === "") return;
  try {
    process.loadEnvFile(named ?? ".env");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (named === undefined && code === "ENOENT") return;
    throw new UserError(
      `The env file ${named ?? ".env"} cannot be read (${code}).`,
      "Check the path and its permissions, or set TRIBUTARY_ENV_FILE to another.",
      { cause: error },
    );
  }
}
