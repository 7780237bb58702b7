// SPDX-License-Identifier: MIT
// HKDF-SHA256 (RFC 5869) at once, by whichever SHA-256 is at hand: WebCrypto's answers later, and costs more than it hashes.
import { concatBytes } from "../content/merkle.ts";

export type Sha256 = (bytes: Uint8Array) => Uint8Array;

const BLOCK_BYTES = 64;
const HASH_BYTES = 32;

/** The pseudorandom key of `key`. The salt has 64 bytes at most. */
export const extract = (sha256: Sha256, key: Uint8Array, salt: Uint8Array = new Uint8Array()): Uint8Array =>
  hmacOf(sha256, salt)(key);

/** The first `length` bytes for `info`, from a pseudorandom key. */
export function expand(sha256: Sha256, key: Uint8Array, info: Uint8Array, length: number): Uint8Array {
  const hmac = hmacOf(sha256, key);
  const bytes = new Uint8Array(HASH_BYTES * Math.ceil(length / HASH_BYTES));
  let block: Uint8Array = new Uint8Array();
  for (let at = 0; at < bytes.length; at += HASH_BYTES) {
    block = hmac(block, info, Uint8Array.of(1 + at / HASH_BYTES));
    bytes.set(block, at);
  }
  return bytes.subarray(0, length);
}

/** HMAC-SHA256 under a key of a block at most. */
function hmacOf(sha256: Sha256, key: Uint8Array) {
  const inner = new Uint8Array(BLOCK_BYTES).fill(0x36);
  // the inner hash stands behind the block
  const outer = new Uint8Array(BLOCK_BYTES + HASH_BYTES).fill(0x5c);
  for (let at = 0; at < key.length; at++) {
    inner[at]! ^= key[at]!;
    outer[at]! ^= key[at]!;
  }
  return (...parts: Uint8Array[]) => {
    outer.set(sha256(concatBytes([inner, ...parts])), BLOCK_BYTES);
    return sha256(outer);
  };
}
