// SPDX-License-Identifier: MIT

/** Bytes of an operation. */
export const OPERATION_BYTES = 12;
/** Bytes of an operation's signature. */
export const SIGNATURE_BYTES = 64;
/** Slots that an actor has for its peers in an epoch. */
export const HELP_SLOTS = 8;
/** Bits of the units in a `peer` operation's value, below those of its slot. */
export const UNIT_BITS = 21;
/** Bytes of a unit of help. */
export const UNIT_BYTES = 65_536;
/** Operations whose bytes are the word of the one before them. */
export const WORD_OPERATIONS = 3;
/** Bytes of a word. */
export const WORD_BYTES = 32;
/** Operations of a stride. */
export const STRIDE = 16;

/** An operation's 96 bits: `kind u4 ‖ key u4 ‖ actor u32 ‖ target u32 ‖ value u24`. */
export type Fields = { kind: number; key: number; actor: number; target: number; value: number };

export function readFields(bytes: Uint8Array, at = 0): Fields {
  return {
    kind: bytes[at]! >>> 4,
    key: bytes[at]! & 15,
    actor: uint32(bytes, at + 1),
    target: uint32(bytes, at + 5),
    value: (bytes[at + 9]! << 16) | (bytes[at + 10]! << 8) | bytes[at + 11]!,
  };
}

/** Writes fields that are in their ranges. */
export function writeFields(bytes: Uint8Array, { kind, key, actor, target, value }: Fields, at = 0): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, OPERATION_BYTES);
  // the value's 24 bits first: the byte before them is the target's
  view.setUint32(8, value);
  view.setUint8(0, (kind << 4) | key);
  view.setUint32(1, actor);
  view.setUint32(5, target);
}

const uint32 = (bytes: Uint8Array, at: number) =>
  ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
