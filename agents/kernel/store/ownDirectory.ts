// SPDX-License-Identifier: GPL-3.0-or-later
import { readdirSync } from "node:fs";
import { makeDirectory } from "../process/directory.ts";
import { UserError } from "../process/errors.ts";

/** Makes `directory` where it is missing. Throws a UserError when that fails, or when another role has its store in `directory`: a restore or a removal would hit both. */
export function requireOwnDirectory(directory: string, role: string): void {
  makeDirectory(directory);
  const other = readdirSync(directory).find((name) => name.endsWith(".db") && name !== `${role}.db`);
  if (other === undefined) return;
  throw new UserError(
    `The data directory ${directory} belongs to the ${other.replace(/\.db$/, "")}.`,
    `Give each role a directory of its own: TRIBUTARY_${role.toUpperCase()}_DATA_DIR, or --data-dir.`,
  );
}
