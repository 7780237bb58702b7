// SPDX-License-Identifier: GPL-3.0-or-later
// A role that checks requests offline, by the sign-in service's public key; tokens and proofs are made by jose.
import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, randomUUID } from "node:crypto";
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from "jose";
import { test } from "vitest";
import type { HttpError } from "../kernel/http/problem.ts";
import { issuerKeys } from "./issuerKeys.ts";
import { createVerifySession, type SessionNeeds } from "./verifySession.ts";

const ISSUER = "https://app.example";
const EDGE = "https://edge.example";
const ACCOUNT = "0x00000000000000000000000000000000000000AA";
const NOW = 1_800_000_000;

async function role(options: { nonces?: boolean } = {}) {
  const service = generateKeyPairSync("ed25519");
  const jwk = { ...service.publicKey.export({ format: "jwk" }), kid: "one" };
  const clock = { nowSec: NOW, elapsed: 0 };
  let fetched = 0;
  let answer: () => Response = () => Response.json({ keys: [jwk] });
  const fetch = async () => {
    fetched += 1;
    return answer();
  };
  const elapsedMs = () => clock.elapsed;
  const keys = issuerKeys(ISSUER, { fetch: fetch as never, elapsedMs });
  const times = { nowMs: () => clock.nowSec * 1_000, elapsedMs };
  const verify = createVerifySession({
    issuer: ISSUER,
    chainId: 1,
    publicUrl: EDGE,
    keys,
    ...times,
    ...options,
  });
  const browser = await generateKeyPair("ES256");
  const browserJwk = await exportJWK(browser.publicKey);
  const claims = {
    ...{ iss: ISSUER, aud: "tributary:1", sub: ACCOUNT, iat: NOW, exp: NOW + 600, jti: "t", sid: "s" },
    ...{ cnf: { jkt: await calculateJwkThumbprint(browserJwk) }, amr: ["wallet"], auth_time: NOW },
  };
  let nonce: string | undefined;

  const tokenOf = (change: object = {}) =>
    new SignJWT({ ...claims, ...change } as never)
      .setProtectedHeader({ alg: "EdDSA", typ: "at+jwt", kid: "one" })
      .sign(service.privateKey);

  /** Sends a request with the token, as a browser does; the account, or the refusal's code. */
  async function ask(token: string, needs: SessionNeeds = {}, change: object = {}): Promise<string> {
    const ath = createHash("sha256").update(token).digest("base64url");
    const said = {
      htm: "PUT",
      htu: `${EDGE}/v1/works`,
      jti: randomUUID(),
      iat: clock.nowSec,
      ath,
      nonce,
      ...change,
    };
    const dpop = await new SignJWT(said as never)
      .setProtectedHeader({ typ: "dpop+jwt", alg: "ES256", jwk: browserJwk as never })
      .sign(browser.privateKey);
    try {
      const headers = { authorization: `DPoP ${token}`, dpop };
      return (await verify({ method: "PUT", url: "/v1/works?q=1", headers }, needs)).account;
    } catch (error) {
      const { code, details } = error as HttpError;
      const before = nonce;
      nonce = details?.headers?.["dpop-nonce"] ?? nonce;
      return code === "use_dpop_nonce" && before !== nonce
        ? ask(token, needs, change)
        : (code ?? String(error));
    }
  }
  return { ask, tokenOf, clock, fetched: () => fetched, serve: (next: () => Response) => (answer = next) };
}

test("a role knows who asks, having fetched the service's key once", async () => {
  const { ask, tokenOf, fetched } = await role();
  const token = await tokenOf();
  assert.equal(await ask(token), ACCOUNT);
  assert.equal(await ask(token), ACCOUNT);
  assert.equal(await ask(await tokenOf({ jti: "u" })), ACCOUNT);
  assert.equal(fetched(), 1);
});

test("a remembered token still ends at its time, and a proof beside it still has to fit", async () => {
  const { ask, tokenOf, clock } = await role();
  const token = await tokenOf();
  assert.equal(await ask(token), ACCOUNT);
  assert.equal(await ask(token, {}, { htm: "GET" }), "bad_proof");
  assert.equal(await ask(token, {}, { htu: `${ISSUER}/v1/works` }), "bad_proof");
  clock.nowSec += 600;
  assert.equal(await ask(token), "bad_token");
});

test("publishing takes a factor in the session, payouts one of the last five minutes; a pending session passes nowhere", async () => {
  const { ask, tokenOf, clock } = await role();
  const [without, proved, pending] = [
    await tokenOf(),
    await tokenOf({ factor_time: NOW, amr: ["wallet", "passkey"] }),
    await tokenOf({ pending: true }),
  ];
  assert.equal(await ask(without, { factor: "session" }), "factor_required");
  assert.equal(await ask(without, { factor: "fresh" }), "factor_required");
  assert.equal(await ask(pending), "factor_required");
  assert.equal(await ask(pending, { pending: true }), ACCOUNT);
  assert.equal(await ask(proved, { factor: "fresh" }), ACCOUNT);
  clock.nowSec += 301;
  assert.equal(await ask(proved, { factor: "fresh" }), "factor_required");
  assert.equal(await ask(proved, { factor: "session" }), ACCOUNT);
  // a factor of the future is a clock's mistake
  clock.nowSec = NOW - 20;
  assert.equal(await ask(proved, { factor: "fresh" }), "factor_required");
});

test("A10: without nonces a proof counts once in its time, however the wall's clock is set", async () => {
  const { ask, tokenOf, clock } = await role({ nonces: false });
  const token = await tokenOf();
  assert.equal(await ask(token, {}, { jti: "1" }), ACCOUNT);
  clock.elapsed += 89_000;
  clock.nowSec += 74;
  assert.equal(await ask(token, {}, { jti: "1", iat: NOW }), "bad_proof", "seen");
  clock.nowSec += 2;
  assert.equal(await ask(token, {}, { jti: "2", iat: NOW }), "bad_proof", "too old");
  assert.equal(await ask(token, {}, { jti: "3", iat: clock.nowSec + 16 }), "bad_proof", "ahead");
});

test("a service that is away, or gives no key, is asked once a minute, and nobody passes meanwhile", async () => {
  const { ask, tokenOf, clock, fetched, serve } = await role();
  serve(() => new Response("<html>", { status: 502 }));
  const token = await tokenOf();
  assert.match(await ask(token), /does not give its key/);
  assert.equal(await ask(token), "bad_token");
  assert.equal(fetched(), 1);
  serve(() => Response.json({ keys: [] }));
  clock.elapsed += 60_000;
  assert.equal(await ask(token), "bad_token");
  assert.equal(fetched(), 2);
});
