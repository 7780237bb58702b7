// SPDX-License-Identifier: MIT
// Numbers modulo the order of secp256k1, and what hashes to them.
import { sha256 } from "@noble/hashes/sha2";
import { concatBytes } from "../content/merkle.ts";

/** The order n of the curve. */
export const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** The remainder of `value`, from 0 to n − 1. */
export function mod(value: bigint): bigint {
  const rest = value % ORDER;
  return rest < 0n ? rest + ORDER : rest;
}

/** Whether `value` is from 1 to n − 1. */
export const isScalar = (value: bigint): boolean => value > 0n && value < ORDER;

/** The inverse of `value`, which is not 0 modulo n. */
export function inverse(value: bigint): bigint {
  let [low, high] = [mod(value), ORDER];
  let [ofLow, ofHigh] = [1n, 0n];
  while (low > 1n) {
    const times = high / low;
    [low, high] = [high - times * low, low];
    [ofLow, ofHigh] = [ofHigh - times * ofLow, ofLow];
  }
  return mod(ofLow);
}

/** A number below 2^256 in 32 bytes. */
export function scalarBytes(value: bigint): Uint8Array {
  const bytes = new Uint8Array(32);
  const view = new DataView(bytes.buffer);
  for (let at = 24, rest = value; at >= 0; at -= 8, rest >>= 64n) view.setBigUint64(at, rest & WORD);
  return bytes;
}

/** The number in big-endian bytes, a multiple of 8 of them. */
export function numberOf(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let value = 0n;
  for (let at = 0; at < bytes.length; at += 8) value = (value << 64n) | view.getBigUint64(at);
  return value;
}

const WORD = 0xffff_ffff_ffff_ffffn;

/** A secret number from 1 to n − 1, evenly drawn. */
export function randomScalar(): bigint {
  for (;;) {
    const value = numberOf(crypto.getRandomValues(new Uint8Array(32)));
    if (isScalar(value)) return value;
  }
}

/** SHA-256 of the parts, modulo n. */
export const hashToScalar = (...parts: Uint8Array[]): bigint => mod(numberOf(sha256(concatBytes(parts))));

/** So many derived bytes, modulo n, are a number that no eye tells from an even draw. */
export const WIDE_BYTES = 48;
