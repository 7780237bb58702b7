// SPDX-License-Identifier: MIT

/** HKDF-SHA256 (RFC 5869) without a salt: the first 32 bytes. */
export async function hkdf(key: Uint8Array, info: Uint8Array): Promise<Uint8Array> {
  const source = await crypto.subtle.importKey("raw", key as Uint8Array<ArrayBuffer>, "HKDF", false, [
    "deriveBits",
  ]);
  const salt = new Uint8Array();
  const algorithm = { name: "HKDF", hash: "SHA-256", salt, info: info as Uint8Array<ArrayBuffer> };
  return new Uint8Array(await crypto.subtle.deriveBits(algorithm, source, 256));
}
