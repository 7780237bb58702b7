// SPDX-License-Identifier: GPL-3.0-or-later
import { randomBytes } from "node:crypto";
import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  linkSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { UserError } from "../kernel/process/errors.ts";

/** A file that appears whole or not at all: what stands at its path stays until `commit`. */
export type Output = {
  write(bytes: Uint8Array | string): void;
  /** Gives the file its name: by default, the path that it began with; `as` must be in the same directory, and free. */
  commit(as?: string): void;
  /** Drops what was written. Does nothing after `commit`. */
  discard(): void;
};

export type OutputOptions = {
  /** Never takes the place of another file. */
  fresh?: boolean;
  /** Permissions of the file; for a secret, 0o600. */
  mode?: number;
};

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Writes a whole file. */
export function writeOutput(path: string, bytes: Uint8Array | string): void {
  const output = beginOutput(path);
  try {
    output.write(bytes);
    output.commit();
  } finally {
    output.discard();
  }
}

/** Begins a file beside `path`. Throws when no file can be written there, so before anything is sent or paid. */
export function beginOutput(path: string, { fresh = false, mode = 0o666 }: OutputOptions = {}): Output {
  const found = naming(path, () => statSync(path, { throwIfNoEntry: false }));
  if (found?.isDirectory()) throw new UserError(`${path} is a directory.`, "Give the path of a file.");
  if (found && fresh)
    throw new UserError(`${path} exists already.`, "Give another path, or move the file away.");
  // a pipe or a device has no content to keep, and must not be renamed away
  if (found && !found.isFile()) return streamTo(path);
  if (found) naming(path, () => accessSync(path, constants.W_OK));
  const target = found ? realpathSync(path) : path;
  const temporary = `${target}.${randomBytes(4).toString("hex")}.tmp`;
  const file = naming(path, () => openSync(temporary, "wx", mode));
  let ended = false;
  const discard = () => {
    if (ended) return;
    ended = true;
    for (const signal of SIGNALS) process.off(signal, endBySignal);
    closeSync(file);
    rmSync(temporary, { force: true });
  };
  const endBySignal = (signal: NodeJS.Signals) => {
    discard();
    // without the handler, as if there had never been one
    process.kill(process.pid, signal);
  };
  for (const signal of SIGNALS) process.on(signal, endBySignal);
  return {
    write: (bytes) => naming(path, () => writeFileSync(file, bytes)),
    commit(as = target) {
      naming(as, () => {
        fsyncSync(file);
        // a link never takes another file's place
        if (fresh || as !== target) linkSync(temporary, as);
        else renameSync(temporary, as);
      });
      discard();
    },
    discard,
  };
}

function streamTo(path: string): Output {
  const file = naming(path, () => openSync(path, "w"));
  return {
    write: (bytes) => naming(path, () => writeFileSync(file, bytes)),
    commit: () => closeSync(file),
    discard() {},
  };
}

/** Lets an error of the system's name the path that was asked for, not the temporary file's. */
function naming<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw Object.assign(error as Error, { path });
  }
}
