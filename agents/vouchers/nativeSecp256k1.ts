// SPDX-License-Identifier: GPL-3.0-or-later
import { createRequire } from "node:module";
import { UserError } from "../kernel/process/errors.ts";

/** The part of libsecp256k1 in use. Throws for an invalid signature. */
export type Secp256k1 = {
  ecdsaRecover(rs: Uint8Array, recovery: number, digest: Uint8Array, compressed: false): Uint8Array;
};

/**
 * Loads the native library, or throws a UserError. The package's own entry point falls back to JavaScript without a
 * word, which is 25 times slower.
 */
export function loadNativeSecp256k1(): Secp256k1 {
  try {
    return createRequire(import.meta.url)("secp256k1/bindings.js");
  } catch (error) {
    throw new UserError(
      "The native part of the package secp256k1 cannot be loaded, and without it vouchers are checked 25 times slower.",
      "Install a C++ compiler and make, then run `npm rebuild secp256k1`.",
      { cause: error },
    );
  }
}
