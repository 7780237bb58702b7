// SPDX-License-Identifier: MIT
// HPKE (RFC 9180), base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. A key pair is for one message.
import { sha256 } from "@noble/hashes/sha2";
import { concatBytes, equalBytes } from "../content/merkle.ts";
import { TributaryError } from "../errors/TributaryError.ts";
import { expand, extract } from "./expand.ts";
import { openGcm, sealGcm } from "./gcm.ts";

type PrivateKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** The key pair of a recipient, on WebCrypto. */
export type HpkeKeys = { privateKey: PrivateKey; publicKey: Uint8Array };
export type HpkeSealed = { encapsulatedKey: Uint8Array; ciphertext: Uint8Array };
type Bound = {
  /** What both sides know, and nobody may exchange. */
  info: Uint8Array;
  aad?: Uint8Array | undefined;
};

const X25519_BYTES = 32;
const IV_BYTES = 12;

/** A fresh key pair, whose private key no script can read. Throws a TributaryError where the browser has no X25519. */
export async function createHpkeKeys(): Promise<HpkeKeys> {
  const pair = await crypto.subtle.generateKey("X25519", false, ["deriveBits"]).catch((cause) => {
    throw new TributaryError("this browser has no X25519", { advice: "update the browser", cause });
  });
  const { privateKey, publicKey } = pair as Record<"privateKey" | "publicKey", PrivateKey>;
  return { privateKey, publicKey: new Uint8Array(await crypto.subtle.exportKey("raw", publicKey)) };
}

/** Encrypts to the public key of a recipient. */
export async function sealHpke(
  publicKey: Uint8Array,
  plaintext: Uint8Array,
  bound: Bound,
): Promise<HpkeSealed> {
  const ephemeral = await createHpkeKeys();
  return sealHpkeWith(ephemeral, publicKey, plaintext, bound);
}

/** As {@link sealHpke}, with a key pair that must be used once. */
export async function sealHpkeWith(
  ephemeral: HpkeKeys,
  publicKey: Uint8Array,
  plaintext: Uint8Array,
  bound: Bound,
): Promise<HpkeSealed> {
  const shared = await agreed(ephemeral.privateKey, publicKey);
  const { key, iv } = scheduled(shared, ephemeral.publicKey, publicKey, bound.info);
  return {
    encapsulatedKey: ephemeral.publicKey,
    ciphertext: await sealGcm(key, iv, plaintext, bound.aad),
  };
}

/** Decrypts what was sealed to these keys. Throws a TributaryError unless keys, info and ciphertext are those of the sealing. */
export async function openHpke(
  { privateKey, publicKey }: HpkeKeys,
  { encapsulatedKey, ciphertext }: HpkeSealed,
  { info, aad }: Bound,
): Promise<Uint8Array> {
  const shared = await agreed(privateKey, encapsulatedKey);
  const { key, iv } = scheduled(shared, encapsulatedKey, publicKey, info);
  return openGcm(key, iv, ciphertext, aad).catch((cause) => {
    throw new TributaryError("the message does not open", { cause });
  });
}

/** X25519; throws a TributaryError for a public key that leads to no secret. */
async function agreed(privateKey: PrivateKey, publicKey: Uint8Array): Promise<Uint8Array> {
  const refused = (cause?: unknown) => new TributaryError("the public key is none of X25519", { cause });
  if (publicKey.length !== X25519_BYTES) throw refused();
  const raw = publicKey as Uint8Array<ArrayBuffer>;
  const other = await crypto.subtle.importKey("raw", raw, "X25519", false, []);
  const bits = await crypto.subtle
    .deriveBits({ name: "X25519", public: other }, privateKey, 8 * X25519_BYTES)
    // a point of small order, in the later of the browsers
    .catch((cause) => {
      throw refused(cause);
    });
  const shared = new Uint8Array(bits);
  if (equalBytes(shared, new Uint8Array(X25519_BYTES))) throw refused();
  return shared;
}

/** The key and the first IV, by the RFC's decapsulation and key schedule. */
function scheduled(shared: Uint8Array, encapsulated: Uint8Array, recipient: Uint8Array, info: Uint8Array) {
  const eaePrk = labeledExtract(KEM, NONE, "eae_prk", shared);
  const secretOfKem = labeledExpand(KEM, eaePrk, "shared_secret", concatBytes([encapsulated, recipient]), 32);
  const base = Uint8Array.of(0);
  const context = concatBytes([
    ...[base, labeledExtract(SUITE, NONE, "psk_id_hash", NONE)],
    labeledExtract(SUITE, NONE, "info_hash", info),
  ]);
  const secret = labeledExtract(SUITE, secretOfKem, "secret", NONE);
  return {
    key: labeledExpand(SUITE, secret, "key", context, 32),
    iv: labeledExpand(SUITE, secret, "base_nonce", context, IV_BYTES),
  };
}

const ascii = (text: string) => new TextEncoder().encode(text);
const NONE = new Uint8Array();
const KEM = concatBytes([ascii("KEM"), Uint8Array.of(0, 0x20)]);
const SUITE = concatBytes([ascii("HPKE"), Uint8Array.of(0, 0x20, 0, 1, 0, 2)]);

const labeled = (suite: Uint8Array, label: string, bytes: Uint8Array) =>
  concatBytes([ascii("HPKE-v1"), suite, ascii(label), bytes]);

const labeledExtract = (suite: Uint8Array, salt: Uint8Array, label: string, key: Uint8Array) =>
  extract(sha256, labeled(suite, label, key), salt);

const labeledExpand = (suite: Uint8Array, key: Uint8Array, label: string, info: Uint8Array, length: number) =>
  expand(sha256, key, concatBytes([Uint8Array.of(0, length), labeled(suite, label, info)]), length);
