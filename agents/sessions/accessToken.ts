// SPDX-License-Identifier: GPL-3.0-or-later
import { type KeyObject, sign, verify } from "node:crypto";
import { type Address, isAddress } from "viem";
import { z } from "zod";
import { encodeHeader, encodeSigned, readCompactJws } from "./compactJws.ts";

export const TOKEN_LIFE_SEC = 600;
/** The clocks of two roles may be so far apart. */
const SKEW_SEC = 30;

/** What a person proved in a sign-in session (RFC 8176 has names for some). */
export const METHODS = ["wallet", "passkey", "otp", "recovery"] as const;
export type Method = (typeof METHODS)[number];

const time = z.int().nonnegative();
const claims = z.strictObject({
  iss: z.string(),
  aud: z.string(),
  sub: z.custom<Address>((value) => typeof value === "string" && isAddress(value, { strict: false })),
  iat: time,
  exp: time,
  jti: z.string(),
  sid: z.string(),
  cnf: z.strictObject({ jkt: z.string() }),
  amr: z.array(z.enum(METHODS)),
  auth_time: time,
  factor_time: time.optional(),
  pending: z.literal(true).optional(),
});

/**
 * `sub`: the account; `sid`: the sign-in session; `cnf.jkt`: the browser's key; `amr`: what was proved; `auth_time`,
 * `factor_time`: when the person signed in, and proved a factor last; `pending`: a factor is missing, and the token is for the
 * sign-in service alone.
 */
export type AccessClaims = z.infer<typeof claims>;

/** The audience of every role on a chain. */
export const audienceOf = (chainId: number) => `tributary:${chainId}`;

/** Makes the signing of access tokens, by the service's Ed25519 key. */
export function createSignToken(kid: string, privateKey: KeyObject): (claims: AccessClaims) => string {
  const header = encodeHeader({ alg: "EdDSA", typ: "at+jwt", kid });
  return (claims) => {
    const signed = encodeSigned(header, claims);
    return `${signed}.${sign(null, Buffer.from(signed), privateKey).toString("base64url")}`;
  };
}

export type TokenCheck = {
  issuer: string;
  audience: string;
  /** The service's public key of that name; undefined for an unknown one. */
  keyOf(kid: string): KeyObject | undefined | Promise<KeyObject | undefined>;
};

/** The claims of a good token, whatever its time; undefined for any other. `kid` is looked up, and nothing else is done with it. */
export async function verifyToken(token: string, check: TokenCheck): Promise<AccessClaims | undefined> {
  const jws = readCompactJws(token);
  if (!jws) return undefined;
  const { alg, typ, kid, ...others } = jws.header;
  if (alg !== "EdDSA" || typ !== "at+jwt" || typeof kid !== "string" || Object.keys(others).length > 0)
    return undefined;
  const key = await check.keyOf(kid);
  if (key?.asymmetricKeyType !== "ed25519" || !verify(null, jws.signed, key, jws.signature)) return undefined;
  const { data } = claims.safeParse(jws.payload);
  if (data?.iss !== check.issuer || data.aud !== check.audience) return undefined;
  return data;
}

/** Whether a token of this service's making is good at this time. */
export function isInTime({ iat, exp }: Pick<AccessClaims, "iat" | "exp">, nowMs: number): boolean {
  const nowSec = nowMs / 1_000;
  return exp - iat <= TOKEN_LIFE_SEC && iat <= nowSec + SKEW_SEC && nowSec < exp;
}
