// SPDX-License-Identifier: GPL-3.0-or-later
// A passkey in software: what an authenticator and the browser in front of it make, for runs without either.
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

type Options = {
  challenge: string;
  rpId?: string;
  rp?: { id: string };
  user?: { id: string };
  allowCredentials?: { id: string }[];
};
/** What a person, or an attacker, changes about a ceremony. */
export type Ceremony = {
  origin?: string;
  rpId?: string;
  challenge?: string;
  isUserVerified?: boolean;
  counter?: number;
  type?: string;
};

const [PRESENT, VERIFIED, MAY_SYNC, SYNCED, ATTESTED] = [0x01, 0x04, 0x08, 0x10, 0x40];
const b64 = (bytes: Uint8Array | string) => Buffer.from(bytes as never).toString("base64url");
const sha256 = (bytes: Buffer | string) => createHash("sha256").update(bytes).digest();

/** An authenticator with one synced passkey, whose count stays 0 unless a ceremony says otherwise. */
export function createAuthenticator(pageOrigin: string) {
  const id = randomBytes(16);
  let privateKey: KeyObject | undefined;
  let userHandle: string | undefined;

  function clientData(type: string, challenge: string, origin: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  function authData(
    rpId: string,
    { isUserVerified = true, counter = 0 }: Ceremony,
    attested?: Buffer,
  ): Buffer {
    const flags = PRESENT | (isUserVerified ? VERIFIED : 0) | MAY_SYNC | SYNCED | (attested ? ATTESTED : 0);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(rpId), Uint8Array.of(flags), count, attested ?? Buffer.alloc(0)]);
  }

  return {
    id: b64(id),

    create({ challenge, rp, user }: Options, change: Ceremony = {}) {
      const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
      privateKey = pair.privateKey;
      userHandle = user!.id;
      const { x = "", y = "" } = pair.publicKey.export({ format: "jwk" });
      const [px, py] = [Buffer.from(x, "base64url"), Buffer.from(y, "base64url")];
      // COSE: {1: 2, 3: -7, -1: 1, -2: x, -3: y}
      const cose = Buffer.concat([
        Buffer.from("a5010203262001215820", "hex"),
        px,
        Buffer.from("225820", "hex"),
        py,
      ]);
      const length = Uint8Array.of(0, id.length);
      const attested = Buffer.concat([Buffer.alloc(16), length, id, cose]);
      const data = authData(change.rpId ?? rp!.id, change, attested);
      // CBOR: {"fmt": "none", "attStmt": {}, "authData": bytes}
      const attestation = Buffer.concat([
        Buffer.from("a363666d74646e6f6e656761747453746d74a068617574684461746158", "hex"),
        Uint8Array.of(data.length),
        data,
      ]);
      const client = clientData(
        change.type ?? "webauthn.create",
        change.challenge ?? challenge,
        change.origin ?? pageOrigin,
      );
      return {
        ...{ id: b64(id), rawId: b64(id), type: "public-key" as const },
        response: {
          clientDataJSON: b64(client),
          attestationObject: b64(attestation),
          transports: ["internal"],
        },
      };
    },

    get({ challenge, rpId }: Options, change: Ceremony = {}) {
      const client = clientData(
        change.type ?? "webauthn.get",
        change.challenge ?? challenge,
        change.origin ?? pageOrigin,
      );
      const data = authData(change.rpId ?? rpId!, change);
      const signature = sign("sha256", Buffer.concat([data, sha256(client)]), privateKey!);
      return {
        ...{ id: b64(id), rawId: b64(id), type: "public-key" as const },
        response: {
          clientDataJSON: b64(client),
          authenticatorData: b64(data),
          signature: b64(signature),
          ...(userHandle && { userHandle }),
        },
      };
    },
  };
}
