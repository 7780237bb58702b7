// SPDX-License-Identifier: GPL-3.0-or-later
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { UserError } from "../../../agents/kernel/process/errors.ts";
import { REPOSITORY } from "../../../agents/localnet/deploy.ts";

const FOLDER = join(REPOSITORY, ".cache/bench/peers");

/** The path of a file of a peer's package, after `installPeers`. */
export const peerFile = (path: string): string => join(FOLDER, "node_modules", path);

/** The version of a peer's package, after `installPeers`. */
export const peerVersion = (name: string): string =>
  JSON.parse(readFileSync(peerFile(`${name}/package.json`), "utf8")).version;

/** Fetches the peers' packages, at the versions and hashes of package-lock.json, and runs none of their scripts. */
export async function installPeers(): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  for (const file of ["package.json", "package-lock.json"]) {
    await copyFile(new URL(file, import.meta.url), join(FOLDER, file));
  }
  try {
    await promisify(execFile)(
      "npm",
      ["ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"],
      { cwd: FOLDER },
    );
  } catch (error) {
    const { stderr = "" } = error as { stderr?: string };
    throw new UserError(
      `npm could not fetch the peers' packages:\n${stderr.trim()}`,
      "The packages come from the npm registry: check the connection, then try again.",
      { cause: error },
    );
  }
}
