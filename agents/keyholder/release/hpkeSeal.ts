// SPDX-License-Identifier: GPL-3.0-or-later
// HPKE (RFC 9180), base mode, on node:crypto: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. The viewer's side is the SDK's.
import {
  createCipheriv,
  createHmac,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
} from "node:crypto";

export type Sealed = { encapsulatedKey: Buffer; ciphertext: Buffer };
export type KeyPair = { publicKey: KeyObject; privateKey: KeyObject };
/** `info`: what both sides know, and nobody may exchange. */
type Bound = { info: Uint8Array; aad?: Uint8Array | undefined };

/** What stands in front of a raw X25519 key in DER. */
const SPKI = Buffer.from("302a300506032b656e032100", "hex");
const NONE = Buffer.alloc(0);
const VERSION = Buffer.from("HPKE-v1");
const KEM = Buffer.from([...Buffer.from("KEM"), 0, 0x20]);
const SUITE = Buffer.from([...Buffer.from("HPKE"), 0, 0x20, 0, 1, 0, 2]);

/**
 * Encrypts to a raw X25519 public key. Throws for a key that leads to no secret.
 *
 * @param ephemeral A key pair that is used once; a fresh one by default.
 */
export function sealHpke(
  recipient: Buffer,
  plaintext: Uint8Array,
  { info, aad }: Bound,
  ephemeral: KeyPair = generateKeyPairSync("x25519"),
): Sealed {
  const publicKey = createPublicKey({ key: Buffer.concat([SPKI, recipient]), format: "der", type: "spki" });
  const shared = diffieHellman({ privateKey: ephemeral.privateKey, publicKey });
  const encapsulatedKey = ephemeral.publicKey.export({ format: "der", type: "spki" }).subarray(SPKI.length);
  const { key, iv } = schedule(shared, encapsulatedKey, recipient, info);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  if (aad) cipher.setAAD(aad);
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
  return { encapsulatedKey, ciphertext };
}

/** The key and the first IV, by the RFC's encapsulation and key schedule. */
function schedule(shared: Buffer, encapsulated: Buffer, recipient: Buffer, info: Uint8Array) {
  const prk = extract(KEM, NONE, "eae_prk", shared);
  const secretOfKem = expand(KEM, prk, "shared_secret", Buffer.concat([encapsulated, recipient]), 32);
  const context = Buffer.concat([Buffer.of(0), PSK_ID_HASH, extract(SUITE, NONE, "info_hash", info)]);
  const secret = extract(SUITE, secretOfKem, "secret", NONE);
  return {
    key: expand(SUITE, secret, "key", context, 32),
    iv: expand(SUITE, secret, "base_nonce", context, 12),
  };
}

function extract(suite: Buffer, salt: Buffer, label: string, key: Uint8Array): Buffer {
  return createHmac("sha256", salt).update(VERSION).update(suite).update(label).update(key).digest();
}

/** Of 32 bytes at most: one block of HKDF. */
function expand(suite: Buffer, key: Buffer, label: string, info: Buffer, length: number): Buffer {
  const mac = createHmac("sha256", key).update(Buffer.of(0, length)).update(VERSION).update(suite);
  return mac.update(label).update(info).update(Buffer.of(1)).digest().subarray(0, length);
}

const PSK_ID_HASH = extract(SUITE, NONE, "psk_id_hash", NONE);
