// SPDX-License-Identifier: GPL-3.0-or-later
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeDirectory } from "../kernel/process/directory.ts";

const PREFIX = "devnet-";
const PID_FILE = "pid";

/**
 * Makes a directory for this run alone below `root`, so that two runs never meet, and removes the directories of killed
 * runs.
 */
export function makeRunDirectory(root: string): string {
  makeDirectory(root);
  for (const name of readdirSync(root)) {
    if (name.startsWith(PREFIX) && isAbandoned(join(root, name))) {
      rmSync(join(root, name), { recursive: true, force: true });
    }
  }
  const directory = mkdtempSync(join(root, PREFIX));
  writeFileSync(join(directory, PID_FILE), `${process.pid}\n`);
  return directory;
}

function isAbandoned(directory: string): boolean {
  try {
    const pid = Number(readFileSync(join(directory, PID_FILE), "utf8"));
    // this run has none yet, and a container gives the same id to each run
    if (pid === process.pid) return true;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    // EPERM: the run goes on, under another user. No pid file yet: the directory is brand new
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
