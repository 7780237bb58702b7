// SPDX-License-Identifier: GPL-3.0-or-later

/** EIP-2098: `r 32 ‖ yParity 1 bit, s 255 bits`. */
const COMPACT_BYTES = 64;

/** Half the order of secp256k1. A signature with a higher s is refused: its twin has a lower s. */
const HALF_ORDER = Buffer.from("7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0", "hex");

/** @returns The 64 bytes of a 65-byte signature (v of 27 or 28) or a 64-byte one; undefined for anything else. */
export function compactSignature(bytes: Uint8Array): Buffer | undefined {
  if (bytes.length === COMPACT_BYTES) return Buffer.from(bytes);
  const v = bytes[COMPACT_BYTES];
  const highBit = bytes[32]! & 0x80;
  if (bytes.length !== 65 || highBit || (v !== 27 && v !== 28)) return undefined;
  const compact = Buffer.from(bytes.subarray(0, COMPACT_BYTES));
  if (v === 28) compact[32]! |= 0x80;
  return compact;
}

/** Splits a signature for libsecp256k1; undefined when s is zero or in the upper half. */
export function splitCompact(compact: Uint8Array): { rs: Buffer; recovery: 0 | 1 } | undefined {
  const rs = Buffer.from(compact);
  const recovery = rs[32]! & 0x80 ? 1 : 0;
  rs[32]! &= 0x7f;
  const s = rs.subarray(32);
  if (s.compare(HALF_ORDER) > 0 || s.every((byte) => byte === 0)) return undefined;
  return { rs, recovery };
}
