// SPDX-License-Identifier: MIT
import type { Key } from "./keys.ts";

export const TAG_BYTES = 16;

/** AES-256-GCM, by default without additional data: `ciphertext ‖ tag 16`. */
export async function sealGcm(
  key: Key,
  iv: Uint8Array,
  plaintext: Uint8Array,
  aad?: Uint8Array,
): Promise<Uint8Array> {
  const aes = await aesKey(key, "encrypt");
  return new Uint8Array(await crypto.subtle.encrypt(gcm(iv, aad), aes, plaintext as Uint8Array<ArrayBuffer>));
}

/** The plaintext of what {@link sealGcm} made. Throws unless the tag fits. */
export async function openGcm(
  key: Key,
  iv: Uint8Array,
  sealed: Uint8Array,
  aad?: Uint8Array,
): Promise<Uint8Array> {
  const aes = await aesKey(key, "decrypt");
  return new Uint8Array(await crypto.subtle.decrypt(gcm(iv, aad), aes, sealed as Uint8Array<ArrayBuffer>));
}

const gcm = (iv: Uint8Array, aad: Uint8Array = new Uint8Array()) => ({
  ...{ name: "AES-GCM", iv: iv as Uint8Array<ArrayBuffer> },
  ...{ additionalData: aad as Uint8Array<ArrayBuffer>, tagLength: 8 * TAG_BYTES },
});

const aesKey = (key: Key, usage: "encrypt" | "decrypt") =>
  crypto.subtle.importKey("raw", key as Uint8Array<ArrayBuffer>, "AES-GCM", false, [usage]);
