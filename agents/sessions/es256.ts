// SPDX-License-Identifier: GPL-3.0-or-later
import { type KeyObject, verify } from "node:crypto";

const WORD = 32;

/**
 * Whether `signature`, 64 bytes as JOSE has them, is `key`'s of `signed`. Node checks the form of ASN.1 a fifth faster than this one, since a
 * key without options is taken as it is.
 */
export function verifyEs256(key: KeyObject, signed: Uint8Array, signature: Buffer): boolean {
  if (signature.length !== 2 * WORD) return false;
  const body = [...integer(signature.subarray(0, WORD)), ...integer(signature.subarray(WORD))];
  return verify("sha256", signed, key, Buffer.from([0x30, body.length, ...body]));
}

/** An ASN.1 integer: no zeros in front, but one where the first bit would be a sign. */
function integer(word: Buffer): number[] {
  const first = word.findIndex((byte) => byte !== 0);
  const bytes = first === -1 ? [0] : [...word.subarray(first)];
  const unsigned = bytes[0]! >= 0x80 ? [0, ...bytes] : bytes;
  return [0x02, unsigned.length, ...unsigned];
}
