// SPDX-License-Identifier: GPL-3.0-or-later

const WORD = (1n << 64n) - 1n;

/** Reads 32 bytes, little-endian. */
export function readField(from: Buffer, offset: number): bigint {
  return (
    from.readBigUInt64LE(offset) |
    (from.readBigUInt64LE(offset + 8) << 64n) |
    (from.readBigUInt64LE(offset + 16) << 128n) |
    (from.readBigUInt64LE(offset + 24) << 192n)
  );
}

/** Writes 32 bytes, little-endian. */
export function writeField(to: Buffer, offset: number, value: bigint): void {
  for (let word = 0; word < 4; word++) {
    to.writeBigUInt64LE((value >> BigInt(64 * word)) & WORD, offset + 8 * word);
  }
}
