// SPDX-License-Identifier: GPL-3.0-or-later
import { type BigIntStats, statSync } from "node:fs";
import type { UserError } from "../process/errors.ts";
import { removedStore, StoreFault, storeError } from "./storeErrors.ts";

/** What becomes of a store's file while it is open. */
export type StoreFile = {
  /** Remembers the open files. A later {@link StoreFile.stored} compares them with what stands at their paths. */
  opened(): void;
  /** After a write that was synced, and before anybody is told: throws when the write went to a file that is gone. */
  stored(): void;
  /** An error of the file in words, remembered as the store's fault; any other error as it is. */
  failed(error: unknown): unknown;
  /** The fault that the last write met. */
  fault(): UserError | undefined;
  /** Resolves once the file is gone or damaged, which no later write can mend. */
  broken: Promise<UserError>;
};

/**
 * Watches over the file at `path`, its log and its lock. A removed directory or an unmounted volume leaves the open files
 * readable and writable, and loses them at the end of the process.
 *
 * @param onChange Called with each new fault, and with undefined when the file takes writes again.
 */
export function watchStoreFile(path: string, onChange: (fault: UserError | undefined) => void): StoreFile {
  const paths = [path, `${path}-wal`, `${path}.lock`];
  let identities: (string | undefined)[] = [];
  let current: UserError | undefined;
  let isBroken = false;
  let breakWith: (fault: UserError) => void = () => {};
  const broken = new Promise<UserError>((resolve) => {
    breakWith = resolve;
  });

  function change(fault: UserError | undefined): void {
    // a file that is gone or damaged stays so
    if (isBroken || fault?.message === current?.message) return;
    current = fault;
    onChange(fault);
  }

  function breakFor(fault: UserError): UserError {
    change(fault);
    isBroken = true;
    breakWith(fault);
    return fault;
  }

  const isThere = () =>
    identities.length === 0 || paths.every((each, at) => identityOf(each) === identities[at]);

  return {
    broken,
    fault: () => current,
    opened() {
      identities = paths.map(identityOf);
    },
    stored() {
      if (!isThere()) throw breakFor(removedStore(path));
      change(undefined);
    },
    failed(error) {
      const told = storeError(error, path);
      if (!(told instanceof StoreFault)) return told;
      // the reason behind the error, where the file was taken away
      if (!isThere()) return breakFor(removedStore(path));
      if (told.isFinal) return breakFor(told);
      change(told);
      return told;
    },
  };
}

/** Device and inode: a file or directory of the same name may be another one. */
export function identityOf(path: string): string | undefined {
  const found: BigIntStats | undefined = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found && `${found.dev} ${found.ino}`;
}
