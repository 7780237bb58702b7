// SPDX-License-Identifier: MIT

/** A whole number from 0 as protobuf writes it: 7 bits a byte, the lowest first. */
export function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Uint8Array.of(...bytes, rest);
}

/** Reads a varint at `start`; undefined where it is cut short, or above what a number holds exactly. */
export function readVarint(bytes: Uint8Array, start: number): { value: number; end: number } | undefined {
  let value = 0;
  let unit = 1;
  for (let at = start; at < bytes.length; at++, unit *= 128) {
    value += (bytes[at]! & 127) * unit;
    if (value > Number.MAX_SAFE_INTEGER) return undefined;
    if (bytes[at]! < 128) return { value, end: at + 1 };
  }
  return undefined;
}
