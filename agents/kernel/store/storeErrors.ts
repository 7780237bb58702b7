// SPDX-License-Identifier: GPL-3.0-or-later
import { TryAgainError, UserError } from "../process/errors.ts";

/** https://www.sqlite.org/rescode.html */
const SQLITE = {
  busy: 5,
  locked: 6,
  noMemory: 7,
  readOnly: 8,
  io: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  protocol: 15,
  notADatabase: 26,
};

/** A fault of the store's file, which the store reports by itself: callers need not log it again. */
export class StoreFault extends UserError {
  override name = "StoreFault";
  override readonly isReported = true;
  /** The file is damaged or gone, and no later write can mend it. */
  readonly isFinal: boolean;

  constructor(message: string, advice: string, options: { cause?: unknown; isFinal?: boolean } = {}) {
    super(message, advice, options);
    this.isFinal = options.isFinal ?? false;
  }
}

/** The primary result code of an error of `node:sqlite`: extended codes keep it in their low byte. */
function codeOf(error: unknown): number | undefined {
  const { errcode } = (error ?? {}) as { errcode?: number };
  return errcode === undefined ? undefined : errcode & 0xff;
}

/** Whether another connection is writing to the file. */
export function isBusy(error: unknown): boolean {
  return codeOf(error) === SQLITE.busy;
}

/** Turns an error of the file at `path` into one with advice; any other error stays. */
export function storeError(error: unknown, path: string): unknown {
  const because = { cause: error };
  switch (codeOf(error)) {
    case SQLITE.busy:
    case SQLITE.locked:
    case SQLITE.protocol:
      return new TryAgainError(
        `Another program is writing to ${path}.`,
        "Stop that program, or try again when its work is done.",
        because,
      );
    case SQLITE.full:
      return new StoreFault(
        `The disk that holds ${path} is full.`,
        "Free some space; stored data is kept.",
        because,
      );
    case SQLITE.noMemory:
      return new StoreFault(
        `There is no memory left to work on ${path}.`,
        "Give this program more memory; stored data is kept.",
        because,
      );
    case SQLITE.readOnly:
    case SQLITE.io:
    case SQLITE.cannotOpen:
      return new StoreFault(
        `${path} cannot be read or written (${(error as Error).message}).`,
        "Check that this user may write to the directory, and that the disk is sound and has space.",
        because,
      );
    case SQLITE.corrupt:
      return damagedStore(path, (error as Error).message, because);
    case SQLITE.notADatabase:
      return new StoreFault(`${path} is not a database.`, RESTORE, { ...because, isFinal: true });
    default:
      return error;
  }
}

export function damagedStore(path: string, how: string, options?: { cause?: unknown }): StoreFault {
  return new StoreFault(`${path} is damaged (${how}).`, RESTORE, { ...options, isFinal: true });
}

export function removedStore(path: string): StoreFault {
  return new StoreFault(
    `${path} was removed or replaced while this program used it, so nothing more can be stored.`,
    "Bring the directory back, by mounting its volume or from a backup, and start again.",
    { isFinal: true },
  );
}

const RESTORE =
  "Restore the file from a backup; or move it and its -wal and -shm files away, and the next start makes a new file from the chain alone.";
