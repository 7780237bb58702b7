// SPDX-License-Identifier: GPL-3.0-or-later
import type { IncomingHttpHeaders } from "node:http";
import type { Address } from "viem";
import { HttpError } from "../kernel/http/problem.ts";
import { type AccessClaims, audienceOf, isInTime, type TokenCheck, verifyToken } from "./accessToken.ts";
import { createNonces } from "./nonces.ts";
import { createCheckProof, PROOF_LIFE_SEC, PROOF_SKEW_SEC } from "./proof.ts";
import { createSeenProofs } from "./seenProofs.ts";

/** Who asks, as the sign-in service says. Times in seconds since the Unix epoch. */
export type SignInSession = {
  account: Address;
  sessionId: string;
  /** The thumbprint of the browser's key. */
  jkt: string;
  methods: AccessClaims["amr"];
  signedInSec: number;
  factorSec: number | undefined;
  isPending: boolean;
};

/** What a role asks of a session; `pending: true` also lets those in who have a factor still to prove. */
export type SessionNeeds = { factor?: "session" | "fresh"; pending?: true };
type Asked = { method: string; url: string; headers: IncomingHttpHeaders };

/** A factor counts as fresh for so long. */
export const FRESH_SEC = 300;
const NONCE_LIFE_MS = 120_000;
/** A nonce is given out again for so long. */
const NONCE_SHARED_MS = 60_000;
const MOST_TOKENS = 10_000;

export type VerifySession = {
  (request: Asked, needs?: SessionNeeds): Promise<SignInSession>;
  /** The session of a token alone, before its proof. Throws the HttpError to answer with. */
  ofToken(token: string): Promise<SignInSession>;
  /** The thumbprint of the key behind a request's proof, where no token is shown. Throws the HttpError to answer with. */
  ofProof(request: Asked): string;
  /** The header that brings a client the next nonce. */
  nonceHeader(): Record<string, string>;
};

/**
 * Makes the check of requests that a sign-in session sends: token, proof, and what the role asks of the session. Throws the
 * HttpError to answer with.
 *
 * @param options.publicUrl The role's URL, as clients spell it in their proofs; without a slash at the end.
 * @param options.nonces False for a role that cannot ask for nonces.
 */
export function createVerifySession({
  issuer,
  chainId,
  publicUrl,
  keys,
  nonces: withNonces = true,
  nowMs = Date.now,
  elapsedMs = () => performance.now(),
}: {
  issuer: string;
  chainId: number;
  publicUrl: string;
  keys: TokenCheck["keyOf"];
  nonces?: boolean;
  nowMs?: () => number;
  elapsedMs?: () => number;
}): VerifySession {
  const nonces = createNonces({ lifeMs: NONCE_LIFE_MS, elapsedMs });
  const proofMs = (PROOF_LIFE_SEC + 2 * PROOF_SKEW_SEC) * 1_000;
  const isFirst = createSeenProofs({ keepMs: withNonces ? NONCE_LIFE_MS : proofMs, elapsedMs });
  const checkProof = createCheckProof();
  const check: TokenCheck = { issuer, audience: audienceOf(chainId), keyOf: keys };
  const verified = new Map<string, AccessClaims>();
  let shared = { nonce: "", untilMs: Number.NEGATIVE_INFINITY };

  function nonceHeader(): Record<string, string> {
    if (!withNonces) return {};
    if (elapsedMs() >= shared.untilMs)
      shared = { nonce: nonces.issue("dpop"), untilMs: elapsedMs() + NONCE_SHARED_MS };
    return { "dpop-nonce": shared.nonce };
  }

  const refuse = (code: string, message: string) =>
    new HttpError(401, code, message, {
      headers: {
        "www-authenticate": `DPoP error="${code === "use_dpop_nonce" ? code : "invalid_token"}", algs="ES256"`,
        ...nonceHeader(),
      },
    });

  async function claimsOf(token: string): Promise<AccessClaims> {
    const known = verified.get(token);
    const claims = known ?? (await verifyToken(token, check));
    if (!claims || !isInTime(claims, nowMs())) {
      verified.delete(token);
      throw refuse("bad_token", "The token is not good, or not any more. Refresh it, or sign in again.");
    }
    if (!known) remember(token, claims);
    return claims;
  }

  function remember(token: string, claims: AccessClaims): void {
    if (verified.size >= MOST_TOKENS) verified.delete(verified.keys().next().value!);
    verified.set(token, claims);
  }

  const wrongProof = () =>
    refuse("bad_proof", "The proof does not fit this request and token. Make one for each request.");

  function ofProof({ method, url, headers }: Asked, token?: { text: string; jkt: string }): string {
    const proof = checkProof({
      proof: headers.dpop,
      method,
      url: `${publicUrl}${url.split("?")[0]}`,
      ...(token && { accessToken: token.text }),
      nowMs: withNonces ? undefined : nowMs(),
    });
    // before it is remembered: nobody fills the memory with the proofs of keys that no token names
    if (!proof || (token && proof.jkt !== token.jkt)) throw wrongProof();
    if (withNonces && !(proof.nonce && nonces.isLive(proof.nonce, "dpop")))
      throw refuse(
        "use_dpop_nonce",
        "Put the nonce of the header DPoP-Nonce into the proof, and send it again.",
      );
    if (!isFirst(proof.jkt, proof.jti))
      throw refuse("bad_proof", "The proof was used before. Make one for each request.");
    return proof.jkt;
  }

  async function verifySession(
    { method, url, headers }: Asked,
    needs: SessionNeeds = {},
  ): Promise<SignInSession> {
    const [scheme, token, ...more] = (headers.authorization ?? "").split(" ");
    if (scheme?.toLowerCase() !== "dpop" || !token || more.length > 0)
      throw refuse("no_token", "Signing in is needed: send `Authorization: DPoP <token>` and a proof.");
    const claims = await claimsOf(token);
    ofProof({ method, url, headers }, { text: token, jkt: claims.cnf.jkt });
    const session = sessionOf(claims);
    requireNeeds(session, needs, nowMs() / 1_000);
    return session;
  }
  const ofToken = async (token: string) => sessionOf(await claimsOf(token));
  return Object.assign(verifySession, {
    ofToken,
    ofProof: (request: Asked) => ofProof(request),
    nonceHeader,
  });
}

function requireNeeds(session: SignInSession, { factor, pending }: SessionNeeds, nowSec: number): void {
  const age = nowSec - (session.factorSec ?? Number.NEGATIVE_INFINITY);
  // a factor from the future is a clock's mistake, and may be an old one
  const isMissing =
    (session.isPending && !pending) ||
    (factor === "session" && session.factorSec === undefined) ||
    (factor === "fresh" && !(age >= -1 && age <= FRESH_SEC));
  if (isMissing)
    throw new HttpError(
      403,
      "factor_required",
      factor === "fresh"
        ? "This needs a passkey or a code from the last five minutes. Prove one, then try again."
        : "This needs a second factor. Prove a passkey or a code, or add one first.",
    );
}

const sessionOf = ({ sub, sid, cnf, amr, auth_time, factor_time, pending }: AccessClaims): SignInSession => ({
  account: sub,
  sessionId: sid,
  jkt: cnf.jkt,
  methods: amr,
  signedInSec: auth_time,
  factorSec: factor_time,
  isPending: pending === true,
});
