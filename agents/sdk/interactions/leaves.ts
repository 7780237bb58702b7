// SPDX-License-Identifier: MIT
import { keccak } from "../content/keccak.ts";

/** The key of a leaf of the interactions' state: 32 bytes. */
export type LeafKey = Uint8Array & { readonly LeafKey: unique symbol };

/** Set in every leaf that was ever written. */
export const PRESENT = 1n << 255n;

/** Each kind of leaf: its space, and its fields with their bits, from bit 0 up. */
const LEAVES = {
  /** Of an actor and one whom the actor may follow. */
  pair: { space: 1, fields: { version: 16, follows: 1 } },
  /** Of an actor. */
  followers: { space: 2, fields: { count: 32 } },
  /** Of an actor and a work. */
  opinion: { space: 3, fields: { version: 16, likes: 1, stars: 3, seconds: 40 } },
  /** Of a work. */
  work: { space: 4, fields: { likes: 32, ratings: 32, stars: 40 } },
  /** Of a work. */
  thread: { space: 5, fields: { chain: 224, comments: 31 } },
  /** Of an actor and an epoch. */
  watched: { space: 6, fields: { seconds: 16 } },
  /** Of an actor, an epoch and a slot. */
  help: { space: 7, fields: { peer: 32, units: 32 } },
  /** Of an actor and a place. */
  key: { space: 8, fields: { version: 16, key: 160 } },
} as const;

export type LeafKind = keyof typeof LEAVES;

/** The fields of a leaf: a bit is a boolean, what has more bits than a double is a bigint. */
export type Leaf<Kind extends LeafKind> = {
  -readonly [Field in keyof (typeof LEAVES)[Kind]["fields"]]: FieldOf<(typeof LEAVES)[Kind]["fields"][Field]>;
};
type FieldOf<Bits> = Bits extends 1 ? boolean : Bits extends 160 | 224 ? bigint : number;

const preimage = new Uint8Array(13);
const view = new DataView(preimage.buffer);

/** The key of the leaf of `kind` that is of `a`, `b` and `c`: 0 for those that the kind has not. */
export function leafKey(kind: LeafKind, a: number, b = 0, c = 0): LeafKey {
  view.setUint8(0, LEAVES[kind].space);
  view.setUint32(1, a);
  view.setUint32(5, b);
  view.setUint32(9, c);
  return keccak(preimage) as LeafKey;
}

/** @returns The fields of a leaf's value. An absent leaf has the value 0. */
export function decodeLeaf<Kind extends LeafKind>(kind: Kind, value: bigint): Leaf<Kind> {
  let rest = value;
  const fields: Record<string, unknown> = {};
  for (const [field, bits] of Object.entries(LEAVES[kind].fields)) {
    const part = BigInt.asUintN(bits, rest);
    fields[field] = bits === 1 ? part === 1n : bits > 48 ? part : Number(part);
    rest >>= BigInt(bits);
  }
  return fields as Leaf<Kind>;
}

/** @returns The value of a leaf that is written: {@link PRESENT} is set. The fields are in their ranges. */
export function encodeLeaf<Kind extends LeafKind>(kind: Kind, leaf: Leaf<Kind>): bigint {
  let value = PRESENT;
  let at = 0n;
  for (const [field, bits] of Object.entries(LEAVES[kind].fields)) {
    value |= BigInt(leaf[field as keyof Leaf<Kind>] as number | bigint | boolean) << at;
    at += BigInt(bits);
  }
  return value;
}
