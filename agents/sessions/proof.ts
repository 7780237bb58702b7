// SPDX-License-Identifier: GPL-3.0-or-later
import { hash } from "node:crypto";
import { readCompactJws } from "./compactJws.ts";
import { verifyEs256 } from "./es256.ts";
import { createReadP256Key } from "./p256Key.ts";

/** A good proof: the key's thumbprint, and what the proof says beside the request. */
export type Proof = { jkt: string; jti: string; nonce: string | undefined };

export type ProofCheck = {
  proof: string | string[] | undefined;
  method: string;
  /** The URL that the client asked, without its query. */
  url: string;
  /** The token that the proof must name; without one, the proof may name none. */
  accessToken?: string;
  /** By which the proof's own time is judged, in ms; undefined where a nonce says how old the proof is. */
  nowMs?: number | undefined;
};

/** How long a proof counts by its own time, and how far a client's clock may be off. */
export const PROOF_LIFE_SEC = 60;
export const PROOF_SKEW_SEC = 15;
const LONGEST_JTI = 128;

/**
 * Makes the check of DPoP proofs (RFC 9449 §4.3), all but two of its points: whether the proof was seen before, and whether its
 * nonce is the role's. Returns undefined for a proof that does not fit.
 */
export function createCheckProof(): (check: ProofCheck) => Proof | undefined {
  const readKey = createReadP256Key();

  return ({ proof, method, url, accessToken, nowMs }) => {
    const jws = typeof proof === "string" ? readCompactJws(proof) : undefined;
    if (!jws) return undefined;
    const { typ, alg, jwk, crit } = jws.header;
    if (typ !== "dpop+jwt" || alg !== "ES256" || crit !== undefined) return undefined;
    const { htm, htu, iat, jti, ath, nonce } = jws.payload;
    if (htm !== method || typeof htu !== "string" || !isSameUrl(htu, url)) return undefined;
    if (typeof jti !== "string" || jti === "" || jti.length > LONGEST_JTI) return undefined;
    if (!Number.isSafeInteger(iat) || (nowMs !== undefined && !isRecent(iat as number, nowMs)))
      return undefined;
    if (ath !== (accessToken === undefined ? undefined : hashOfToken(accessToken))) return undefined;
    if (nonce !== undefined && typeof nonce !== "string") return undefined;
    const key = readKey(jwk);
    if (!key) return undefined;
    const isSigned = verifyEs256(key.key, jws.signed, jws.signature);
    return isSigned ? { jkt: key.jkt, jti, nonce } : undefined;
  };
}

/** `ath`: SHA-256 of the token's text. */
export const hashOfToken = (token: string) => hash("sha256", token, "base64url");

const isRecent = (iat: number, nowMs: number) => {
  const age = nowMs / 1_000 - iat;
  return age >= -PROOF_SKEW_SEC && age <= PROOF_LIFE_SEC + PROOF_SKEW_SEC;
};

/** Without query and fragment, and as URLs are compared (RFC 3986 §6.2.2, 6.2.3). */
function isSameUrl(htu: string, url: string): boolean {
  if (htu === url) return true;
  if (!URL.canParse(htu)) return false;
  const { origin, pathname, username, password } = new URL(htu);
  return username === "" && password === "" && `${origin}${pathname}` === url;
}
