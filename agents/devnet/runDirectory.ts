// SPDX-License-Identifier: GPL-3.0-or-later
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const PREFIX = "devnet-";
const PID_FILE = "pid";

/**
 * Makes a directory for this run alone below `root`, so that two runs never meet, and removes what runs that were
 * killed left there.
 */
export function makeRunDirectory(root: string): string {
  mkdirSync(root, { recursive: true });
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
    // we have none yet: a container gives the same id to each run
    if (pid === process.pid) return true;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    // EPERM: it runs, under another user. No pid file yet: it has only just been made
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
