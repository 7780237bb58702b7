// SPDX-License-Identifier: GPL-3.0-or-later
// A browser as the service sees one: a P-256 key, a cookie, and proofs that jose makes, not the code under test.
import { createHash, randomUUID } from "node:crypto";
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import type { LocalAccount } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { createSiweMessage, type SiweMessage } from "viem/siwe";
import { createAuthenticator } from "../../localnet/softAuthenticator.ts";

type Key = Awaited<ReturnType<typeof generateKeyPair>>["privateKey"];
export type Answer = {
  status: number;
  code: string | undefined;
  body: Record<string, unknown>;
  headers: Headers;
};
/** What a proof says otherwise than a good one. */
export type ProofChange = { claims?: Record<string, unknown>; header?: Record<string, unknown>; key?: Key };
type Sent = { body?: object; token?: string; proof?: string | ProofChange; headers?: Record<string, string> };

export const newWallet = () => privateKeyToAccount(generatePrivateKey());

/** Opens a browser at the service `base`, on a page of `base`. */
export async function openBrowser(base: string): Promise<Browser> {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const jwk = await exportJWK(publicKey);
  return new Browser(base, privateKey, jwk, await calculateJwkThumbprint(jwk));
}

export class Browser {
  readonly base: string;
  readonly key: Key;
  readonly jwk: JWK;
  readonly jkt: string;
  origin: string | undefined;
  cookie = "";
  token = "";
  nonce = "";
  authenticator: ReturnType<typeof createAuthenticator>;

  constructor(base: string, key: Key, jwk: JWK, jkt: string) {
    this.base = base;
    this.key = key;
    this.jwk = jwk;
    this.jkt = jkt;
    this.origin = base;
    this.authenticator = createAuthenticator(base);
  }

  async proof(
    method: string,
    path: string,
    { claims = {}, header = {}, key }: ProofChange = {},
  ): Promise<string> {
    const said = {
      ...{ htm: method, htu: `${this.base}${path}`, jti: randomUUID(), iat: Math.floor(Date.now() / 1_000) },
      ...(this.nonce && { nonce: this.nonce }),
      ...claims,
    };
    const kept = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
    return new SignJWT(kept)
      .setProtectedHeader({ typ: "dpop+jwt", alg: "ES256", jwk: this.jwk, ...header } as never)
      .sign(key ?? this.key);
  }

  /** One request; what `sent` leaves out is as a browser sends it. */
  async send(
    method: string,
    path: string,
    { body, token = this.token, proof = {}, headers }: Sent = {},
  ): Promise<Answer> {
    const ath = token === "" ? undefined : createHash("sha256").update(token).digest("base64url");
    const dpop =
      typeof proof === "string"
        ? proof
        : await this.proof(method, path, { ...proof, claims: { ath, ...proof.claims } });
    const response = await fetch(`${this.base}${path}`, {
      method,
      headers: {
        dpop,
        ...(this.origin && { origin: this.origin }),
        ...(token && { authorization: `DPoP ${token}` }),
        ...(this.cookie && { cookie: this.cookie }),
        ...(body && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    this.nonce = response.headers.get("dpop-nonce") ?? this.nonce;
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ""] = cookie.split(";");
      this.cookie = pair.endsWith("=") ? "" : pair;
    }
    const text = await response.text();
    const json = (text === "" ? {} : JSON.parse(text)) as Record<string, unknown>;
    return {
      status: response.status,
      code: json.code as string | undefined,
      body: json,
      headers: response.headers,
    };
  }

  /** Like `send`, and once more with the nonce that a refusal brings. */
  async ask(method: string, path: string, sent: Sent = {}): Promise<Answer> {
    const answer = await this.send(method, path, sent);
    return answer.code === "use_dpop_nonce" ? this.send(method, path, sent) : answer;
  }

  async challenge(): Promise<Omit<SiweMessage, "address"> & { nonce: string }> {
    const { body } = await this.send("POST", "/v1/challenges", { token: "" });
    const { issuedAt, expirationTime, ...fields } = body as Record<string, string>;
    const times = { issuedAt: new Date(issuedAt!), expirationTime: new Date(expirationTime!) };
    return {
      ...fields,
      ...times,
      resources: [`urn:ietf:params:oauth:jwk-thumbprint:sha-256:${this.jkt}`],
    } as never;
  }

  /** Posts a signed message; `nonce` is what the proof names. */
  post(message: string, signature: string, nonce: string, more: object = {}): Promise<Answer> {
    const sent = { token: "", body: { message, signature, ...more }, proof: { claims: { nonce } } };
    return this.send("POST", "/v1/sign-ins", sent);
  }

  /** Signs in by the wallet, and keeps the token. */
  async signIn(
    { address, signMessage }: Pick<LocalAccount, "address" | "signMessage">,
    more: object = {},
  ): Promise<Answer> {
    const fields = await this.challenge();
    const message = createSiweMessage({ ...fields, address });
    return this.keep(await this.post(message, await signMessage({ message }), fields.nonce, more));
  }

  async signInByPasskey(): Promise<Answer> {
    const asked = { token: "", body: { thumbprint: this.jkt } };
    const { body } = await this.send("POST", "/v1/sign-ins/passkey/challenges", asked);
    const nonce = Buffer.from(body.challenge as string, "base64url").toString("hex");
    const credential = this.authenticator.get(body as never);
    const sent = { token: "", body: { credential }, proof: { claims: { nonce } } };
    return this.keep(await this.send("POST", "/v1/sign-ins/passkey", sent));
  }

  async addPasskey(name = "Phone"): Promise<Answer> {
    const { body } = await this.ask("POST", "/v1/passkeys/challenges");
    const credential = this.authenticator.create(body as never);
    return this.ask("POST", "/v1/passkeys", { body: { credential, name } });
  }

  async provePasskey(): Promise<Answer> {
    const { body } = await this.ask("POST", "/v1/proofs/passkey/challenges");
    const credential = this.authenticator.get(body as never);
    return this.keep(await this.ask("POST", "/v1/proofs/passkey", { body: { credential } }));
  }

  keep(answer: Answer): Answer {
    if (typeof answer.body.accessToken === "string") this.token = answer.body.accessToken;
    return answer;
  }
}
