// SPDX-License-Identifier: MIT
import {
  compactSignatureToSignature,
  type Hex,
  parseCompactSignature,
  parseSignature,
  serializeCompactSignature,
  serializeSignature,
  signatureToCompactSignature,
  size,
} from "viem";

/** @returns `signature`, of 65 or 64 bytes, as the 64 bytes of EIP-2098. */
export function packSignature(signature: Hex): Hex {
  if (size(signature) === 64) return signature;
  if (size(signature) !== 65) throw new TypeError(`a signature is 65 or 64 bytes, not ${size(signature)}`);
  return serializeCompactSignature(signatureToCompactSignature(parseSignature(signature)));
}

/** @returns `signature`, of 64 bytes, as the 65 bytes that viem recovers signers from. */
export function unpackSignature(signature: Hex): Hex {
  return serializeSignature(compactSignatureToSignature(parseCompactSignature(signature)));
}
