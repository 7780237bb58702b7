// SPDX-License-Identifier: MIT
import {
  compactSignatureToSignature,
  concatHex,
  type Hex,
  hexToNumber,
  parseCompactSignature,
  parseSignature,
  serializeCompactSignature,
  serializeSignature,
  signatureToCompactSignature,
  size,
  slice,
  toHex,
} from "viem";
import { InvalidInput } from "../errors/InvalidInput.ts";

/**
 * @returns `signature`, with the v of 27 or 28 that contracts take: some wallets give 0 or 1. Signatures of smart accounts
 * stay as they are.
 */
export function normalizeSignature(signature: Hex): Hex {
  if (size(signature) !== 65 || hexToNumber(slice(signature, 64)) > 1) return signature;
  return concatHex([slice(signature, 0, 64), toHex(27 + hexToNumber(slice(signature, 64)))]);
}

/** @returns `signature`, of 65 or 64 bytes, as the 64 bytes of EIP-2098. */
export function packSignature(signature: Hex): Hex {
  if (size(signature) === 64) return signature;
  if (size(signature) !== 65) throw new InvalidInput(`a signature is 65 or 64 bytes, not ${size(signature)}`);
  return serializeCompactSignature(signatureToCompactSignature(parseSignature(signature)));
}

/** @returns `signature`, of 64 bytes, as the 65 bytes that viem recovers signers from. */
export function unpackSignature(signature: Hex): Hex {
  return serializeSignature(compactSignatureToSignature(parseCompactSignature(signature)));
}
