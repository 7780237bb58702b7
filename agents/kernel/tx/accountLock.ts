// SPDX-License-Identifier: GPL-3.0-or-later
import { lstatSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Address, Hex } from "viem";
import { makeDirectory } from "../process/directory.ts";
import { UserError } from "../process/errors.ts";
import { LockedError, takeLock } from "../process/lock.ts";

/**
 * Takes an account on a chain for `role` alone, among the processes of one user that share a directory for temporary
 * files: two processes that sign with one key would replace each other's transactions. Throws a UserError that names
 * the process which has the account.
 */
export function takeAccount(address: Address, genesisHash: Hex, role: string): { release(): void } {
  const file = `${genesisHash.slice(2, 18)}-${address.toLowerCase()}.lock`;
  try {
    return takeLock(join(privateDirectory(), file));
  } catch (error) {
    if (!(error instanceof LockedError)) throw error;
    throw new UserError(
      `Process ${error.pid ?? "unknown"} signs with ${address} already.`,
      `Give each role a key of its own: TRIBUTARY_${role.toUpperCase()}_KEYSTORE, or --keystore.`,
      { cause: error },
    );
  }
}

/** A directory of this user alone: in one that another user made, a lock could be a link to any file. */
function privateDirectory(): string {
  const uid = process.getuid?.();
  const path = join(process.env.XDG_RUNTIME_DIR || tmpdir(), `tributary-${uid ?? "accounts"}`);
  makeDirectory(path, { mode: 0o700 });
  const found = lstatSync(path);
  const isOurs = uid === undefined || (found.uid === uid && (found.mode & 0o077) === 0);
  if (found.isDirectory() && isOurs) return path;
  throw new UserError(
    `${path} is not a directory of this user alone.`,
    "Remove it, or set XDG_RUNTIME_DIR or TMPDIR to a directory that no other user can write to.",
  );
}
