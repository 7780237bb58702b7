// SPDX-License-Identifier: GPL-3.0-or-later
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "./errors.ts";

const POLL_MS = 300;

/** Another process has the lock. */
export class LockedError extends UserError {
  override name = "LockedError";
  readonly pid: number | undefined;

  constructor(path: string, pid: number | undefined, cause: unknown) {
    super(
      `${pid === undefined ? "Another process" : `Process ${pid}`} is using ${path.replace(/\.lock$/, "")} already.`,
      "Stop that process first, or give this one another --data-dir.",
      { cause },
    );
    this.pid = pid;
  }
}

/** The locks of this process. A forgotten lock must not be garbage-collected, which would release it. */
const held = new Set<DatabaseSync>();

/** SQLite's code for a lock that another connection holds. */
const BUSY = 5;
const CORRUPT = 11;
const NOT_A_DATABASE = 26;

/**
 * Takes `path` for this process alone, or throws a LockedError that names the holder.
 * The operating system drops the lock when its holder dies, so no stale lock has to be told by process ids, which are
 * reused (in a container nearly always).
 */
export function takeLock(path: string): { release(): void } {
  const file = open(path);
  try {
    file.exec("begin immediate");
    // a refused process reads the holder at this moment, and a commit waits for readers
    file.exec("pragma busy_timeout = 1000; create table if not exists holder (pid integer not null)");
    file.exec(`delete from holder; insert into holder values (${process.pid}); commit`);
    // readers still see the line above; a second writer is refused until the close
    file.exec("pragma busy_timeout = 0; begin immediate");
  } catch (error) {
    // the low byte: SQLite tells kinds of busy apart above it
    const refused = ((error as { errcode?: number }).errcode ?? 0) % 256 === BUSY;
    const reason = refused ? new LockedError(path, holderOf(file), error) : cannotOpen(path, error);
    file.close();
    throw reason;
  }
  held.add(file);
  return {
    release() {
      if (held.delete(file)) file.close();
    },
  };
}

/** The process that holds the lock; undefined while another is taking it. */
function holderOf(file: DatabaseSync): number | undefined {
  try {
    file.exec("pragma busy_timeout = 1000");
    const pid = file.prepare("select pid from holder").get()?.pid as number | undefined;
    // two processes that take a lock at once: the line may be the refused one's own
    const isOurs = [...held].some((lock) => lock.location() === file.location());
    return pid === process.pid && !isOurs ? undefined : pid;
  } catch {
    return undefined;
  }
}

/**
 * Runs `work` under a lock that one process holds at a time. `waiting` is called once, with the id of the holder.
 * Rejects when `signal` aborts the wait.
 */
export async function withLock<T>(
  path: string,
  waiting: (pid: number | undefined) => void,
  work: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  for (let told = false; ; told = true) {
    const lock = tryLock(path);
    if ("release" in lock) return work().finally(() => lock.release());
    if (!told) waiting(lock.pid);
    await sleep(POLL_MS, undefined, { signal });
  }
}

function tryLock(path: string): { release(): void } | LockedError {
  try {
    return takeLock(path);
  } catch (error) {
    if (error instanceof LockedError) return error;
    throw error;
  }
}

function open(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path);
  } catch (error) {
    throw cannotOpen(path, error);
  }
}

function cannotOpen(path: string, cause: unknown): UserError {
  const code = ((cause as { errcode?: number }).errcode ?? 0) % 256;
  if (code === CORRUPT || code === NOT_A_DATABASE)
    return new UserError(`${path} is damaged.`, "Delete the file: it holds a lock and nothing else.", {
      cause,
    });
  const advice =
    "Check that the directory exists, that this user may write there, and that the disk is not full.";
  return new UserError(`${path} cannot be opened.`, advice, { cause });
}
