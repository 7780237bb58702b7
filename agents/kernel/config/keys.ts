// SPDX-License-Identifier: GPL-3.0-or-later
import { readFileSync, statSync } from "node:fs";
import { decrypt, toKey } from "ox/Keystore";
import type { Hex, LocalAccount } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { z } from "zod";
import { UserError } from "../process/errors.ts";
import type { Logger } from "../process/log.ts";

export type KeySource = { key?: Hex; keystore?: string; passwordFile?: string };

/** The account of a raw key, or of a version 3 keystore and the file with its password. Throws a UserError. */
export function loadAccount(source: KeySource, log?: Pick<Logger, "warn">): LocalAccount {
  return accountOf(loadKey(source, log));
}

/** The private key of {@link loadAccount}, for what the account encrypts and computes beside signatures. */
export function loadKey(source: KeySource, log?: Pick<Logger, "warn">): Hex {
  const { key, keystore, passwordFile } = source;
  if (key && keystore) {
    throw new UserError("Both a key and a keystore are given.", "Give --key or --keystore, not both.");
  }
  if (key) return key;
  if (!keystore) {
    throw new UserError(
      "Signing transactions needs a key, and no key is given.",
      "Give --keystore and --password-file.",
    );
  }
  if (!passwordFile) {
    throw new UserError(
      "A keystore is given without its password.",
      "Give --password-file, a file that holds the password.",
    );
  }
  warnWhenOpenToOthers(passwordFile, log);
  const password = readText(passwordFile, "password file").replace(/\r?\n$/, "");
  return decryptKeystore(keystore, password);
}

const hex = z.string().regex(/^([0-9a-f]{2})+$/i);
const keystoreSchema = z.looseObject({
  version: z.literal(3),
  crypto: z.looseObject({
    cipher: z.literal("aes-128-ctr"),
    ciphertext: hex,
    cipherparams: z.looseObject({ iv: hex }),
    kdf: z.enum(["scrypt", "pbkdf2"]),
    kdfparams: z.looseObject({ salt: hex }),
    mac: hex,
  }),
});

function decryptKeystore(path: string, password: string): Hex {
  const text = readText(path, "keystore");
  try {
    keystoreSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new UserError(
      `${path} is not a version 3 keystore.`,
      "Make a keystore with `cast wallet import`.",
      {
        cause: error,
      },
    );
  }
  const store = JSON.parse(text);
  try {
    // synchronous, since ox's toKeyAsync refuses the scrypt cost that cast writes
    return decrypt(store, toKey(store, { password }));
  } catch (error) {
    throw new UserError(`The password does not open ${path}.`, "Check the password file.", { cause: error });
  }
}

function accountOf(key: Hex): LocalAccount {
  try {
    if (/^0x[0-9a-f]{64}$/i.test(key)) return privateKeyToAccount(key);
  } catch {
    // zero, or at least the curve's order; viem's own message would print the key
  }
  throw new UserError("The key is not a private key.", "Give 0x and 64 hex digits, not zero.");
}

function readText(path: string, what: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UserError(`The ${what} ${path} cannot be read.`, "Check the path and its permissions.", {
      cause: error,
    });
  }
}

function warnWhenOpenToOthers(path: string, log: Pick<Logger, "warn"> | undefined): void {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0;
  if (process.platform !== "win32" && (mode & 0o077) !== 0) {
    log?.warn({ path }, "password file readable by other users: run chmod 600 on the file");
  }
}
