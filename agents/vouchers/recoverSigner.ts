// SPDX-License-Identifier: GPL-3.0-or-later
import { createKeccak } from "hash-wasm";
import { splitCompact } from "./compactSignature.ts";
import { loadNativeSecp256k1 } from "./nativeSecp256k1.ts";

/** The 20 bytes of the address that signed `digest`; undefined for an invalid signature. `compact` is 64 bytes (EIP-2098). */
export type RecoverSigner = (digest: Uint8Array, compact: Uint8Array) => Buffer | undefined;

/**
 * Makes the native recovery of signers.
 *
 * @throws UserError when the native library is missing.
 */
export async function createRecoverSigner(): Promise<RecoverSigner> {
  const secp256k1 = loadNativeSecp256k1();
  const hasher = await createKeccak(256);

  return (digest, compact) => {
    const signature = splitCompact(compact);
    if (signature === undefined) return undefined;
    try {
      const publicKey = secp256k1.ecdsaRecover(signature.rs, signature.recovery, digest, false);
      return Buffer.from(hasher.init().update(publicKey.subarray(1)).digest("binary").subarray(12));
    } catch {
      return undefined;
    }
  };
}
