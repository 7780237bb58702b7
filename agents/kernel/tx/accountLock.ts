// SPDX-License-Identifier: GPL-3.0-or-later
import { mkdirSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import type { Address, Hex } from "viem";
import { UserError } from "../process/errors.ts";
import { LockedError, takeLock } from "../process/lock.ts";

/**
 * Takes an account on a chain for `role` alone, on this machine: two processes that sign with one key would replace
 * each other's transactions. Throws a UserError that names the other process.
 */
export function takeAccount(address: Address, genesisHash: Hex, role: string): { release(): void } {
  const directory = join(tmpdir(), `tributary-${userInfo().username}`);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  try {
    return takeLock(join(directory, `${genesisHash.slice(2, 18)}-${address.toLowerCase()}.lock`));
  } catch (error) {
    if (!(error instanceof LockedError)) throw error;
    throw new UserError(
      `Process ${error.pid ?? "unknown"} signs with ${address} already.`,
      `Give each role a key of its own: TRIBUTARY_${role.toUpperCase()}_KEYSTORE, or --keystore.`,
      { cause: error },
    );
  }
}
