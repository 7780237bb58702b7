// SPDX-License-Identifier: GPL-3.0-or-later
// Row A10: tokens, proofs, refreshes; and what a session must have proved.
import assert from "node:assert/strict";
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { createRemoteJWKSet, generateKeyPair, jwtVerify, SignJWT, UnsecuredJWT } from "jose";
import { test } from "vitest";
import type { Scope } from "../localnet/scope.ts";
import { hashOfToken as athOf } from "../sessions/proof.ts";
import { newWallet, openBrowser } from "./testing/testBrowser.ts";
import { startTestService } from "./testing/testService.ts";

async function signedIn(t: Scope) {
  const service = await startTestService(t);
  const [browser, wallet] = [await openBrowser(service.base), newWallet()];
  const { body } = await browser.signIn(wallet);
  await browser.ask("GET", "/v1/session");
  return { ...service, browser, wallet, body };
}

test("jose takes the token by the keys at /.well-known/jwks.json", async (t) => {
  const { base, clock, browser, wallet } = await signedIn(t);
  const keys = createRemoteJWKSet(new URL(`${base}/.well-known/jwks.json`));
  const { payload, protectedHeader } = await jwtVerify(browser.token, keys, {
    ...{ issuer: base, audience: "tributary:31337", typ: "at+jwt", currentDate: new Date(clock.nowMs()) },
  });
  assert.equal(protectedHeader.alg, "EdDSA");
  assert.equal(payload.sub, wallet.address);
  assert.equal(payload.exp! - payload.iat!, 600);
  assert.deepEqual(payload.cnf, { jkt: browser.jkt });
});

test("A10: a stolen token is worth nothing without the browser's key", async (t) => {
  const { base, browser } = await signedIn(t);
  const thief = await openBrowser(base);
  thief.token = browser.token;
  assert.equal((await thief.ask("GET", "/v1/session")).code, "bad_proof");
  const bare = await fetch(`${base}/v1/session`, { headers: { authorization: `DPoP ${browser.token}` } });
  assert.equal(bare.status, 401);
  const bearer = await browser.send("GET", "/v1/session", {
    headers: { authorization: `Bearer ${browser.token}` },
  });
  assert.equal(bearer.code, "no_token");
});

test("A10: tokens of another algorithm, key, kid, type, issuer or audience are refused", async (t) => {
  const { base, clock, keys, browser } = await signedIn(t);
  const claims = JSON.parse(Buffer.from(browser.token.split(".")[1]!, "base64url").toString());
  const header = { alg: "EdDSA", typ: "at+jwt", kid: keys.kid };
  const by = (payload: object, head: object = header, key = keys.privateKey as never) =>
    new SignJWT(payload as never).setProtectedHeader(head as never).sign(key);
  const other = generateKeyPairSync("ed25519").privateKey;
  const publicPem = Buffer.from(keys.publicKey.export({ type: "spki", format: "pem" }));
  const es256 = (await generateKeyPair("ES256")).privateKey;
  const forged = {
    "alg none": new UnsecuredJWT(claims).encode(),
    "HS256 by the public key": await by(claims, { ...header, alg: "HS256" }, publicPem as never),
    ES256: await by(claims, { ...header, alg: "ES256" }, es256 as never),
    "another key": await by(claims, header, other as never),
    "a kid that is a path": await by(claims, { ...header, kid: "../../dev/null" }),
    "an unknown kid": await by(claims, { ...header, kid: "x" }),
    "no kid": await by(claims, { alg: "EdDSA", typ: "at+jwt" }),
    "a key in the header": await by(claims, { ...header, jwk: keys.jwk }),
    "another type": await by(claims, { ...header, typ: "JWT" }),
    "no audience": await by({ ...claims, aud: undefined }),
    "another audience": await by({ ...claims, aud: "tributary:1" }),
    "several audiences": await by({ ...claims, aud: ["tributary:31337", "x"] }),
    "another issuer": await by({ ...claims, iss: "https://evil.example" }),
    "a long life": await by({ ...claims, exp: claims.iat + 3_600 }),
    "an issue ahead": await by({ ...claims, iat: claims.iat + 300, exp: claims.exp + 300 }),
    "no key": await by({ ...claims, cnf: undefined }),
    "a spare bit in the signature": `${browser.token.slice(0, -1)}${browser.token.endsWith("A") ? "B" : "A"}`,
  };
  for (const [what, token] of Object.entries(forged))
    assert.equal((await browser.ask("GET", "/v1/session", { token })).code, "bad_token", what);
  assert.equal(
    (await browser.ask("GET", "/v1/session", { token: await by({ ...claims, jti: "x" }) })).status,
    200,
  );
  clock.pass(600_000);
  assert.equal((await browser.ask("GET", "/v1/session")).code, "bad_token", `expired at ${base}`);
});

test("A10: a proof counts once, for its method, URL and token, under a nonce of the service", async (t) => {
  const { base, clock, browser } = await signedIn(t);
  const proof = await browser.proof("GET", "/v1/session", { claims: { ath: athOf(browser.token) } });
  assert.equal((await browser.send("GET", "/v1/session", { proof })).status, 200);
  assert.equal((await browser.send("GET", "/v1/session", { proof })).code, "bad_proof");
  // for as long as its nonce is good
  clock.elapsed += 119_000;
  assert.equal((await browser.send("GET", "/v1/session", { proof })).code, "bad_proof");
  clock.elapsed += 1_000;
  assert.equal((await browser.send("GET", "/v1/session", { proof })).code, "use_dpop_nonce");
  const changes: [string, object][] = [
    ["another method", { claims: { htm: "POST" } }],
    ["another path", { claims: { htu: `${base}/v1/devices` } }],
    ["another host", { claims: { htu: "https://evil.example/v1/session" } }],
    ["no token's hash", { claims: { ath: undefined } }],
    ["another token's hash", { claims: { ath: athOf("x") } }],
    ["no id", { claims: { jti: undefined } }],
    ["another type", { header: { typ: "JWT" } }],
    ["critical extensions", { header: { crit: ["x"], x: 1 } }],
    ["a private key in it", { header: { jwk: { ...browser.jwk, d: "AA" } } }],
    ["another's key", { key: (await generateKeyPair("ES256")).privateKey }],
  ];
  for (const [what, change] of changes) {
    const answer = await browser
      .send("GET", "/v1/session", { proof: change })
      .catch(() => ({ code: "bad_proof" }));
    assert.equal(answer.code, "bad_proof", what);
  }
  for (const nonce of [undefined, "x", randomUUID()]) {
    const { code, headers } = await browser.send("GET", "/v1/session", { proof: { claims: { nonce } } });
    assert.equal(code, "use_dpop_nonce", String(nonce));
    assert.match(headers.get("www-authenticate")!, /use_dpop_nonce/);
    assert.ok(headers.get("dpop-nonce"));
  }
});

test("A10: a refresh token counts once; shown again it ends the family, with the browser's key or without", async (t) => {
  const { browser, store } = await signedIn(t);
  const first = browser.cookie;
  const renewed = browser.keep(await browser.ask("POST", "/v1/refreshes", { token: "" }));
  assert.equal(renewed.status, 200);
  assert.notEqual(browser.cookie, first);
  assert.equal((await browser.ask("GET", "/v1/session")).status, 200);
  const kept = browser.cookie;
  browser.cookie = first;
  assert.equal((await browser.ask("POST", "/v1/refreshes", { token: "" })).code, "signed_out");
  assert.equal(browser.cookie, "", "the browser drops the cookie");
  browser.cookie = kept;
  assert.equal(
    (await browser.ask("POST", "/v1/refreshes", { token: "" })).code,
    "signed_out",
    "the newest is void too",
  );
  assert.equal((await browser.ask("GET", "/v1/session")).code, "signed_out");
  const acts = await store.db.selectFrom("audit").select("act").execute();
  assert.ok(acts.some(({ act }) => act === "refresh_reused"));
});

test("A10: a stolen cookie is worth nothing without the browser's key, and ends the session that it was stolen from", async (t) => {
  const { base, browser } = await signedIn(t);
  const thief = await openBrowser(base);
  thief.cookie = browser.cookie;
  assert.equal((await thief.ask("POST", "/v1/refreshes", { token: "" })).code, "signed_out");
  assert.equal((await browser.ask("POST", "/v1/refreshes", { token: "" })).code, "signed_out");
});

test("A10: who knows a session's id ends nothing by making up the rest of a cookie", async (t) => {
  const { browser } = await signedIn(t);
  const good = browser.cookie;
  const [name, id] = good.split(/[=.]/);
  browser.cookie = `${name}=${id}.${"A".repeat(22)}.${"A".repeat(43)}`;
  assert.equal((await browser.ask("POST", "/v1/refreshes", { token: "" })).code, "signed_out");
  browser.cookie = good;
  assert.equal((await browser.ask("POST", "/v1/refreshes", { token: "" })).status, 200);
});

test("A10: of two refreshes by one token at once, at most one gives tokens, and the family ends", async (t) => {
  const { browser } = await signedIn(t);
  const proofs = await Promise.all([0, 1].map(() => browser.proof("POST", "/v1/refreshes")));
  const answers = await Promise.all(
    proofs.map((proof) => browser.send("POST", "/v1/refreshes", { token: "", proof })),
  );
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  browser.keep(answers.find(({ status }) => status === 200)!);
  assert.equal((await browser.ask("GET", "/v1/session")).code, "signed_out");
});

test("signing out ends this session, signing out everywhere all, each at once, and 30 days without a refresh end one too", async (t) => {
  const { base, clock, browser, wallet } = await signedIn(t);
  const second = await openBrowser(base);
  await second.signIn(wallet, { deviceName: "Phone" });
  const { body } = await second.ask("GET", "/v1/devices");
  assert.deepEqual(
    (body.devices as { name: string; isThis: boolean; isSignedIn: boolean }[])
      .map(({ name, isThis, isSignedIn }) => [name, isThis, isSignedIn])
      .sort(),
    [
      ["Browser", false, true],
      ["Phone", true, true],
    ],
  );
  assert.equal((await browser.ask("DELETE", "/v1/session")).status, 204);
  assert.equal((await browser.ask("GET", "/v1/session")).code, "signed_out");
  assert.equal((await second.ask("GET", "/v1/session")).status, 200);
  const ended = browser.token;
  await browser.signIn(wallet);
  assert.equal(
    (await browser.ask("GET", "/v1/session", { token: ended })).code,
    "signed_out",
    "an ended session's token",
  );
  assert.equal((await second.ask("DELETE", "/v1/sessions")).status, 204);
  for (const one of [browser, second]) assert.equal((await one.ask("GET", "/v1/session")).code, "signed_out");
  await browser.signIn(wallet);
  clock.pass(30 * 86_400_000);
  assert.equal((await browser.ask("POST", "/v1/refreshes", { token: "" })).code, "signed_out");
});

test("what a session asked for is not done once the session has ended, be it a moment before", async (t) => {
  const { browser, desk } = await signedIn(t);
  const claims = JSON.parse(Buffer.from(browser.token.split(".")[1]!, "base64url").toString());
  const person = { session: { sessionId: claims.sid } } as Parameters<typeof desk.writeAs>[0];
  assert.equal(await desk.writeAs(person, async () => "done"), "done");
  await browser.ask("DELETE", "/v1/session");
  await assert.rejects(
    desk.writeAs(person, async () => assert.fail("done")),
    /has ended/,
  );
});

test("no account sees or removes another's devices", async (t) => {
  const { base, browser, body } = await signedIn(t);
  const other = await openBrowser(base);
  await other.signIn(newWallet());
  assert.equal((await other.ask("DELETE", `/v1/devices/${body.device}`)).code, "unknown");
  assert.equal((await browser.ask("GET", "/v1/session")).status, 200);
  assert.equal((await browser.ask("DELETE", `/v1/devices/${body.device}`)).status, 204);
  assert.equal((await browser.ask("GET", "/v1/session")).code, "signed_out");
});

test("the person reads what happened, with device and address", async (t) => {
  const { browser } = await signedIn(t);
  const { body } = await browser.ask("GET", "/v1/audit");
  const [entry] = body.entries as { act: string; address: string; detail: string }[];
  assert.equal(entry!.act, "signed_in");
  assert.match(entry!.address, /^(127\.0\.0\.1|::1|::ffff:127\.0\.0\.1)$/);
});
