// SPDX-License-Identifier: GPL-3.0-or-later
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { UserError, userErrorOf } from "../kernel/process/errors.ts";

/** The service's keys: one file, from which all follow. */
export type ServiceKeys = {
  kid: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
  /** The public key as /.well-known/jwks.json gives it. */
  jwk: { kty: string; crv: string; x: string; kid: string; use: "sig"; alg: "EdDSA" };
  /** Seals a secret for the store, under the name of what it belongs to. */
  seal(secret: string, name: string): string;
  unseal(sealed: string, name: string): string;
  /** The hash of a short code, which nobody can guess back without the service's key. */
  hashCode(code: string, name: string): string;
};

/** Reads the key at `path`, or makes one where there is none. Throws a UserError for a file that is no such key. */
export function loadServiceKeys(path: string): ServiceKeys {
  const made = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" });
  try {
    // never over a file that is there
    writeFileSync(path, made, { flag: "wx", mode: 0o600, flush: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST")
      throw userErrorOf(error, "The service's key cannot be kept.");
  }
  if ((statSync(path).mode & 0o077) !== 0 && process.platform !== "win32")
    throw new UserError(
      `Other users can read ${path}.`,
      `Run chmod 600 ${path}, and consider the key as known.`,
    );
  return keysOf(readKey(path));
}

function readKey(path: string): KeyObject {
  try {
    const key = createPrivateKey(readFileSync(path));
    if (key.asymmetricKeyType === "ed25519") return key;
  } catch {
    // OpenSSL's words may quote the file
  }
  throw new UserError(
    `${path} is not an Ed25519 key in PEM.`,
    "Restore the file from a backup; without it every sign-in session ends, and app codes and recovery codes are lost.",
  );
}

/** What follows from the service's private key. */
export function keysOf(privateKey: KeyObject): ServiceKeys {
  const publicKey = createPublicKey(privateKey);
  const { d } = privateKey.export({ format: "jwk" });
  const { kty = "", crv = "", x = "" } = publicKey.export({ format: "jwk" });
  const kid = createHash("sha256").update(`{"crv":"${crv}","kty":"${kty}","x":"${x}"}`).digest("base64url");
  const derive = (use: string) =>
    Buffer.from(hkdfSync("sha256", Buffer.from(d!, "base64url"), "", `tributary/signin/${use}`, 32));
  const [sealing, hashing] = [derive("seal"), derive("codes")];

  return {
    kid,
    privateKey,
    publicKey,
    jwk: { kty, crv, x, kid, use: "sig", alg: "EdDSA" },
    seal(secret, name) {
      const iv = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", sealing, iv).setAAD(Buffer.from(name));
      const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
      return Buffer.concat([iv, sealed, cipher.getAuthTag()]).toString("hex");
    },
    unseal(text, name) {
      const bytes = Buffer.from(text, "hex");
      const decipher = createDecipheriv("aes-256-gcm", sealing, bytes.subarray(0, 12)).setAAD(
        Buffer.from(name),
      );
      decipher.setAuthTag(bytes.subarray(-16));
      return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString();
    },
    hashCode: (code, name) => createHmac("sha256", hashing).update(`${name} ${code}`).digest("hex"),
  };
}
