// SPDX-License-Identifier: GPL-3.0-or-later
import { createHash, createPublicKey, type KeyObject } from "node:crypto";

/** A browser's public key, and its thumbprint (RFC 7638), which names the key. */
export type P256Key = { jkt: string; key: KeyObject };

/** 32 bytes in base64url: the last letter has two spare bits, which must be zero, or a point would have several texts. */
const COORDINATE = /^[\w-]{42}[AEIMQUYcgkosw048]$/;
const MOST = 10_000;

/** Reads public P-256 keys in the form of JSON (RFC 7517), and remembers the last 10,000; undefined for anything else. */
export function createReadP256Key(): (jwk: unknown) => P256Key | undefined {
  const known = new Map<string, P256Key>();

  return (jwk) => {
    if (typeof jwk !== "object" || jwk === null || "d" in jwk) return undefined;
    const { kty, crv, x, y } = jwk as Record<string, unknown>;
    if (kty !== "EC" || crv !== "P-256" || !isCoordinate(x) || !isCoordinate(y)) return undefined;
    const name = `${x}.${y}`;
    const found = known.get(name) ?? make(x, y);
    if (!found) return undefined;
    known.delete(name);
    known.set(name, found);
    if (known.size > MOST) known.delete(known.keys().next().value!);
    return found;
  };
}

function make(x: string, y: string): P256Key | undefined {
  try {
    const key = createPublicKey({ key: { kty: "EC", crv: "P-256", x, y }, format: "jwk" });
    return { jkt: thumbprintOf(x, y), key };
  } catch {
    // not on the curve
    return undefined;
  }
}

const thumbprintOf = (x: string, y: string) =>
  createHash("sha256").update(`{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`).digest("base64url");

const isCoordinate = (value: unknown): value is string => typeof value === "string" && COORDINATE.test(value);
