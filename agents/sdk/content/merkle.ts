// SPDX-License-Identifier: MIT
import { InvalidInput } from "../errors/InvalidInput.ts";
import { keccak } from "./keccak.ts";

export const HASH_BYTES = 32;

/** A Merkle tree, level by level from the leaves to the root; each level is its hashes, concatenated. */
export type MerkleLevels = readonly [Uint8Array, ...Uint8Array[]];

/**
 * Builds the tree over `leaves`, 32 bytes each. A node is keccak256 of its sorted pair of children; an odd node moves up
 * unchanged, since a doubled node would let two different lists have one root. Throws an InvalidInput without leaves.
 */
export function buildLevels(leaves: Uint8Array): MerkleLevels {
  if (leaves.length === 0 || leaves.length % HASH_BYTES !== 0) {
    throw new InvalidInput(`a tree needs whole leaves of ${HASH_BYTES} bytes, got ${leaves.length} bytes`);
  }
  const levels: [Uint8Array, ...Uint8Array[]] = [leaves];
  for (let level = leaves; level.length > HASH_BYTES; levels.push(level)) level = nextLevel(level);
  return levels;
}

/** The root of the tree. */
export function rootOf(levels: MerkleLevels): Uint8Array {
  return levels[levels.length - 1]!;
}

/** The siblings of leaf `index` from the bottom up, 32 bytes each. */
export function pathOf(levels: MerkleLevels, index: number): Uint8Array {
  const siblings: Uint8Array[] = [];
  let position = index;
  for (const level of levels.slice(0, -1)) {
    const sibling = hashAt(level, position ^ 1);
    if (sibling.length > 0) siblings.push(sibling);
    position >>= 1;
  }
  return concatBytes(siblings);
}

/** The root that `leaf` has with the siblings in `path`. */
export function foldPath(leaf: Uint8Array, path: Uint8Array): Uint8Array {
  let hash = leaf;
  for (let offset = 0; offset < path.length; offset += HASH_BYTES) {
    hash = hashPair(hash, path.subarray(offset, offset + HASH_BYTES));
  }
  return hash;
}

/** Concatenates `parts`. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

function nextLevel(level: Uint8Array): Uint8Array {
  const count = level.length / HASH_BYTES;
  const next = new Uint8Array(Math.ceil(count / 2) * HASH_BYTES);
  for (let at = 0; at < count; at += 2) {
    const left = hashAt(level, at);
    next.set(at + 1 < count ? hashPair(left, hashAt(level, at + 1)) : left, (at / 2) * HASH_BYTES);
  }
  return next;
}

const hashAt = (level: Uint8Array, index: number) =>
  level.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES);

const pair = new Uint8Array(2 * HASH_BYTES);

/** The node over two children, in either order. */
export function hashPair(a: Uint8Array, b: Uint8Array): Uint8Array {
  const [low, high] = isBelow(a, b) ? [a, b] : [b, a];
  pair.set(low);
  pair.set(high, HASH_BYTES);
  return keccak(pair);
}

function isBelow(a: Uint8Array, b: Uint8Array): boolean {
  for (let at = 0; at < HASH_BYTES; at++) if (a[at] !== b[at]) return a[at]! < b[at]!;
  return false;
}
