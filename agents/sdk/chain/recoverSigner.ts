// SPDX-License-Identifier: MIT
import {
  type Address,
  type Hex,
  parseSignature,
  recoverTypedDataAddress,
  serializeSignature,
  size,
  type TypedDataDefinition,
} from "viem";

/**
 * Recovers who signed what a court may judge; undefined for an invalid signature. The one valid form is the courts' own: 65 bytes, v of
 * 27 or 28, a low s. With other forms a node could serve lies whose signatures prove nothing.
 */
export async function recoverSigner(typedData: object, signature: Hex): Promise<Address | undefined> {
  try {
    if (size(signature) !== 65 || BigInt(parseSignature(signature).s) > HALF_ORDER) return undefined;
    if (serializeSignature(parseSignature(signature)) !== signature.toLowerCase()) return undefined;
    return await recoverTypedDataAddress({ ...(typedData as TypedDataDefinition), signature });
  } catch {
    return undefined;
  }
}

/** Half the order of secp256k1. */
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;
