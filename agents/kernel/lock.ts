// SPDX-License-Identifier: GPL-3.0-or-later
import Database from "libsql";
import { UserError } from "./errors.ts";

/**
 * Takes `path` for this process alone, or throws a UserError that names the process which has it.
 * The operating system drops the lock when its holder dies, however it dies, so there are no stale ones to judge
 * by process ids, which are reused (in a container nearly always).
 */
export function takeLock(path: string): { release(): void } {
  const file = open(path);
  try {
    file.exec("create table if not exists holder (pid integer not null)");
    file.exec("begin immediate");
    file.exec(`delete from holder; insert into holder values (${process.pid}); commit`);
    // readers still see the line above; a second writer is refused until we close
    file.exec("begin immediate");
  } catch (error) {
    if ((error as { code?: string }).code !== "SQLITE_BUSY") throw error;
    const [holder] = file.prepare("select pid from holder").all() as { pid: number }[];
    file.close();
    throw new UserError(
      `Process ${holder?.pid ?? "unknown"} is using ${path.replace(/\.lock$/, "")} already.`,
      "Stop that one first, or give this one a --data-dir of its own.",
      { cause: error },
    );
  }
  return { release: () => file.close() };
}

function open(path: string): Database.Database {
  try {
    return new Database(path);
  } catch (error) {
    const advice =
      "Check that its directory exists, that this user may write there, and that the disk is not full.";
    throw new UserError(`${path} cannot be opened.`, advice, { cause: error });
  }
}
