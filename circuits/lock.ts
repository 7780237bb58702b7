// SPDX-License-Identifier: GPL-3.0-or-later
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 300;

/**
 * Runs `work` while no other process does so under the same lock file. A lock left behind by a process that died is
 * taken over. `waiting` is called once, with the id of the process that is waited for.
 */
export async function withLock<T>(
  file: string,
  waiting: (pid: number) => void,
  work: () => Promise<T>,
): Promise<T> {
  for (let told = false; !acquire(file); ) {
    const holder = readHolder(file);
    if (holder !== undefined && !isAlive(holder)) {
      rmSync(file, { force: true });
      continue;
    }
    if (holder !== undefined && !told) waiting(holder);
    told ||= holder !== undefined;
    await sleep(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** A hard link appears whole or not at all, so nobody reads a lock without its owner. */
function acquire(file: string): boolean {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

function readHolder(file: string): number | undefined {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Whether a process with this id runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
