// SPDX-License-Identifier: GPL-3.0-or-later
import { createRequire } from "node:module";
import { UserError } from "../kernel/process/errors.ts";

/** The part of libsecp256k1 in use. Throws for an invalid signature, point or scalar, and for a sum at infinity. */
export type Secp256k1 = {
  ecdsaRecover(rs: Uint8Array, recovery: number, digest: Uint8Array, compressed: false): Uint8Array;
  ecdsaSign(digest: Uint8Array, privateKey: Uint8Array): { signature: Uint8Array; recid: number };
  publicKeyCreate(scalar: Uint8Array, compressed: false): Uint8Array;
  publicKeyConvert(point: Uint8Array, compressed: false): Uint8Array;
  publicKeyCombine(points: readonly Uint8Array[], compressed: false): Uint8Array;
  /** In a time that may tell the scalar. */
  publicKeyTweakMul(point: Uint8Array, scalar: Uint8Array, compressed: false): Uint8Array;
  /** In the same time for every scalar. Returns `output`, filled by `hashfn`. */
  ecdh(
    point: Uint8Array,
    scalar: Uint8Array,
    options: { hashfn(x: Uint8Array, y: Uint8Array): Uint8Array },
    output: Uint8Array,
  ): Uint8Array;
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
      "The native part of the package secp256k1 cannot be loaded, and without it signatures are checked 25 times slower.",
      "Install a C++ compiler and make, then run `npm rebuild secp256k1`.",
      { cause: error },
    );
  }
}
