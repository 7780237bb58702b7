// SPDX-License-Identifier: GPL-3.0-or-later
import { keccak } from "../sdk/content/keccak.ts";
import { SIGNATURE_BYTES } from "../sdk/interactions/fields.ts";
import type { InputsContract } from "../sdk/interactions/signOperation.ts";
import { loadNativeSecp256k1 } from "../vouchers/nativeSecp256k1.ts";
import { createOperationDigest } from "./operationDigest.ts";

/**
 * The address, as a number, that signed an operation with its word and version; undefined where the chain's own recovery has none. `signature` is
 * 64 bytes (EIP-2098).
 */
export type SignerOf = (
  operation: Uint8Array,
  word: Uint8Array,
  version: number,
  signature: Uint8Array,
) => bigint | undefined;

/**
 * Makes the recovery of operations' signers, native.
 *
 * @throws UserError when the native library is missing.
 */
export function createSignerOf(contract: InputsContract): SignerOf {
  const secp256k1 = loadNativeSecp256k1();
  const digestOf = createOperationDigest(contract);
  const rs = new Uint8Array(SIGNATURE_BYTES);

  return (operation, word, version, signature) => {
    // any s that fits is good, a high one too: so it is on the chain, and another rule would be another state
    rs.set(signature);
    rs[32]! &= 0x7f;
    try {
      const digest = digestOf(operation, word, version);
      const publicKey = secp256k1.ecdsaRecover(rs, signature[32]! >>> 7, digest, false);
      return BigInt(`0x${Buffer.from(keccak(publicKey.subarray(1))).toString("hex", 12)}`);
    } catch {
      return undefined;
    }
  };
}
