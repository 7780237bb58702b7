// SPDX-License-Identifier: GPL-3.0-or-later

/** Whether a process with this id runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: the process runs, under another user
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
