// SPDX-License-Identifier: GPL-3.0-or-later
import { createCipheriv, createDecipheriv, createECDH, hkdfSync } from "node:crypto";
import { bytesToHex, type Hex, hexToBytes } from "viem";
import type { Point } from "../../sdk/encryption/curve.ts";
import { labelOf } from "../../sdk/encryption/keys.ts";

const KEY_BYTES = 32;
const IV_BYTES = 12;
export const TAG_BYTES = 16;

/** Bytes that one account's private key opens: AES-256-GCM under a key of an ephemeral key, bound to what they are. */
export type SealedBytes = { ephemeralKey: Hex; sealed: Hex };
/** What sealed bytes are, and where they belong: in another place they do not open. */
export type SealedPlace = { label: string; place: readonly Uint8Array[] };

/** Encrypts bytes to an account, by its uncompressed public key. */
export function sealBytes(publicKey: Point, where: SealedPlace, bytes: Uint8Array): SealedBytes {
  const ephemeral = createECDH("secp256k1");
  ephemeral.generateKeys();
  const ephemeralKey = Buffer.from(ephemeral.getPublicKey("hex", "compressed"), "hex");
  const { key, iv } = derive(ephemeral.computeSecret(publicKey), ephemeralKey, publicKey, where);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
  return { ephemeralKey: bytesToHex(ephemeralKey), sealed: bytesToHex(sealed) };
}

/** Decrypts bytes. Throws for those of another account or place, and for changed ones. */
export function openBytes(privateKey: Hex, where: SealedPlace, file: SealedBytes): Uint8Array {
  const own = createECDH("secp256k1");
  own.setPrivateKey(hexToBytes(privateKey));
  const ephemeralKey = hexToBytes(file.ephemeralKey);
  const { key, iv } = derive(own.computeSecret(ephemeralKey), ephemeralKey, own.getPublicKey(), where);
  const sealed = hexToBytes(file.sealed);
  const decipher = createDecipheriv("aes-256-gcm", key, iv);
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  return Uint8Array.from(Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]));
}

function derive(
  shared: Uint8Array,
  ephemeralKey: Uint8Array,
  publicKey: Uint8Array,
  { label, place }: SealedPlace,
) {
  const info = Buffer.concat([labelOf(label), ephemeralKey, publicKey, ...place]);
  const bytes = Buffer.from(hkdfSync("sha256", shared, "", info, KEY_BYTES + IV_BYTES));
  return { key: bytes.subarray(0, KEY_BYTES), iv: bytes.subarray(KEY_BYTES) };
}
