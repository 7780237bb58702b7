// SPDX-License-Identifier: GPL-3.0-or-later
import { TryAgainError, UserError } from "../process/errors.ts";

/** https://www.sqlite.org/rescode.html */
const SQLITE = { busy: 5, readOnly: 8, io: 10, corrupt: 11, full: 13, cannotOpen: 14, notADatabase: 26 };

/** The primary result code of an error of `node:sqlite`: extended codes keep it in their low byte. */
function codeOf(error: unknown): number | undefined {
  const { errcode } = (error ?? {}) as { errcode?: number };
  return errcode === undefined ? undefined : errcode & 0xff;
}

/** Whether another connection is writing to the file. */
export function isBusy(error: unknown): boolean {
  return codeOf(error) === SQLITE.busy;
}

/** Turns an error of the file at `path` into a UserError with advice; any other error stays. */
export function storeError(error: unknown, path: string): unknown {
  const because = { cause: error };
  switch (codeOf(error)) {
    case SQLITE.busy:
      return new TryAgainError(
        `Another program is writing to ${path}.`,
        "Stop that program, or try again when its work is done.",
        because,
      );
    case SQLITE.full:
      return new UserError(
        `The disk that holds ${path} is full.`,
        "Free some space; stored data is kept.",
        because,
      );
    case SQLITE.readOnly:
    case SQLITE.io:
    case SQLITE.cannotOpen:
      return new UserError(
        `${path} cannot be read or written (${(error as Error).message}).`,
        "Check that this user may write to the directory, and that the disk is sound and has space.",
        because,
      );
    case SQLITE.corrupt:
      return damagedStore(path, (error as Error).message, because);
    case SQLITE.notADatabase:
      return new UserError(`${path} is not a database.`, RESTORE, because);
    default:
      return error;
  }
}

export function damagedStore(path: string, how: string, options?: { cause?: unknown }): UserError {
  return new UserError(`${path} is damaged (${how}).`, RESTORE, options);
}

const RESTORE =
  "Restore the file from a backup; or move it and its -wal and -shm files away, and the next start makes a new file from the chain alone.";
