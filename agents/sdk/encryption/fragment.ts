// SPDX-License-Identifier: MIT
import { sha256 } from "../content/leaf.ts";
import type { Manifest } from "../content/manifestFields.ts";
import { concatBytes } from "../content/merkle.ts";
import { TributaryError } from "../errors/TributaryError.ts";
import { openGcm, sealGcm, TAG_BYTES } from "./gcm.ts";
import { type Key, labelOf } from "./keys.ts";

const IV_BYTES = 16;
/** What encryption adds to a fragment. */
export const SEAL_BYTES = IV_BYTES + TAG_BYTES;
/** What a fragment of a work has more as stored than in the clear. */
export const overheadOf = ({ encryption }: Pick<Manifest, "encryption">): number =>
  encryption === "none" ? 0 : SEAL_BYTES;

/** A fragment's tag does not fit: another key, another place, or other bytes than were encrypted. */
export class FragmentSealed extends TributaryError {
  override name = "FragmentSealed";

  constructor(cause?: unknown) {
    super("the fragment does not open with its key", {
      advice: "check the link to the work: the key in it belongs to another work, or is cut short",
      cause,
    });
  }
}

/** Encrypts a fragment under its own key: `IV 16 ‖ AES-256-GCM ciphertext ‖ tag 16`. The same plaintext gives the same bytes. */
export async function sealFragment(key: Key, plaintext: Uint8Array): Promise<Uint8Array> {
  const iv = await ivOf(key, plaintext);
  return concatBytes([iv, await sealGcm(key, iv, plaintext)]);
}

/** Decrypts what {@link sealFragment} made. Throws a FragmentSealed unless its tag fits. */
export async function openFragment(key: Key, sealed: Uint8Array): Promise<Uint8Array> {
  if (sealed.length < SEAL_BYTES) throw new FragmentSealed();
  const [iv, body] = [sealed.subarray(0, IV_BYTES), sealed.subarray(IV_BYTES)];
  try {
    return await openGcm(key, iv, body);
  } catch (cause) {
    throw new FragmentSealed(cause);
  }
}

/** The IV follows from the plaintext, so one key never seals two plaintexts under one IV. */
async function ivOf(key: Key, plaintext: Uint8Array): Promise<Uint8Array> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const mac = await crypto.subtle.importKey("raw", key as Uint8Array<ArrayBuffer>, algorithm, false, [
    "sign",
  ]);
  const named = concatBytes([labelOf("iv"), await sha256(plaintext)]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", mac, named as Uint8Array<ArrayBuffer>)).subarray(
    0,
    IV_BYTES,
  );
}
