// SPDX-License-Identifier: GPL-3.0-or-later
// Second factors: when they are asked for, and passkeys by a software authenticator.
import assert from "node:assert/strict";
import { test } from "vitest";
import type { Scope } from "../localnet/scope.ts";
import type { Ceremony } from "../localnet/softAuthenticator.ts";
import { newWallet, openBrowser } from "./testing/testBrowser.ts";
import { startTestService } from "./testing/testService.ts";

/** A browser that is signed in, with a passkey. */
async function withPasskey(t: Scope) {
  const service = await startTestService(t);
  const [browser, wallet] = [await openBrowser(service.base), newWallet()];
  await browser.signIn(wallet);
  const added = await browser.addPasskey();
  assert.equal(added.status, 201);
  return { ...service, browser, wallet, codes: added.body.recoveryCodes as string[] };
}

test("the first passkey brings ten recovery codes; a browser that is known stays so, a new one waits for the factor", async (t) => {
  const { base, browser, wallet, codes } = await withPasskey(t);
  assert.equal(codes.length, 10);
  assert.equal((await browser.signIn(wallet)).body.pending, false);

  const second = await openBrowser(base);
  second.authenticator = browser.authenticator;
  const waiting = await second.signIn(wallet);
  assert.equal(waiting.body.pending, true);
  assert.equal(second.cookie, "", "no refresh before the factor");
  for (const [method, path] of [
    ["GET", "/v1/devices"],
    ["GET", "/v1/audit"],
    ["GET", "/v1/factors"],
    ["DELETE", "/v1/sessions"],
    ["POST", "/v1/totp"],
  ] as const)
    assert.equal((await second.ask(method, path)).code, "factor_required", path);
  const proved = await second.provePasskey();
  assert.equal(proved.status, 200);
  assert.equal(proved.body.pending, false);
  assert.notEqual(second.cookie, "");
  assert.equal((await second.ask("GET", "/v1/devices")).status, 200);
  assert.equal((await second.signIn(wallet)).body.pending, false, "known from now on");
  assert.equal((await second.ask("DELETE", "/v1/sessions")).status, 204);
  for (const one of [browser, second])
    assert.equal((await one.signIn(wallet)).body.pending, true, "unknown once signed out everywhere");
});

test("the first factor makes the account's other browsers unknown: whoever signed in there before needs it too", async (t) => {
  const { base } = await startTestService(t);
  const [browser, other, wallet] = [await openBrowser(base), await openBrowser(base), newWallet()];
  for (const one of [other, browser]) await one.signIn(wallet);
  assert.equal((await other.ask("GET", "/v1/devices")).status, 200);
  await browser.addPasskey();
  assert.equal((await other.ask("GET", "/v1/devices")).code, "factor_required");
  assert.equal((await other.ask("POST", "/v1/refreshes", { token: "" })).code, "signed_out");
  assert.equal((await other.ask("GET", "/v1/session")).code, "signed_out");
  assert.equal((await browser.ask("GET", "/v1/devices")).status, 200);
  const { body } = await browser.ask("GET", "/v1/audit");
  const acts = (body.entries as { act: string }[]).map(({ act }) => act);
  assert.ok(!acts.includes("refresh_reused"), "nobody copied a cookie");
});

test("who lost the phone signs in by the wallet and a recovery code, removes the passkey, and adds another", async (t) => {
  const { base, browser, wallet, codes } = await withPasskey(t);
  const lost = browser.authenticator.id;
  const anew = await openBrowser(base);
  await anew.signIn(wallet);
  const proved = anew.keep(await anew.ask("POST", "/v1/proofs/recovery-code", { body: { code: codes[3] } }));
  assert.equal(proved.body.pending, false);
  assert.equal((await anew.ask("DELETE", `/v1/passkeys/${lost}`)).status, 204);
  assert.equal((await anew.addPasskey()).status, 201);
  assert.equal((await anew.ask("DELETE", "/v1/sessions")).status, 204);
  assert.equal((await browser.ask("GET", "/v1/session")).code, "signed_out");
});

test("a change of factors takes a factor of the last five minutes, the last factor's removal too, and the first the wallet's signature", async (t) => {
  const { base, clock, browser, wallet } = await withPasskey(t);
  const id = browser.authenticator.id;
  const changes = [
    ["DELETE", `/v1/passkeys/${id}`],
    ["POST", "/v1/passkeys/challenges"],
    ["POST", "/v1/totp"],
    ["POST", "/v1/recovery-codes"],
  ] as const;
  for (const [method, path] of changes)
    assert.equal((await browser.ask(method, path)).code, "factor_required", path);
  await browser.provePasskey();
  clock.pass(301_000);
  for (const [method, path] of changes)
    assert.equal((await browser.ask(method, path)).code, "factor_required", path);
  // a clock that was set back makes no factor fresh
  await browser.provePasskey();
  clock.wallMs -= 600_000;
  await browser.signIn(wallet);
  await browser.provePasskey();
  clock.wallMs -= 20_000;
  assert.equal((await browser.ask("DELETE", `/v1/passkeys/${id}`)).code, "factor_required");
  clock.wallMs += 20_000;
  assert.equal((await browser.ask("DELETE", `/v1/passkeys/${id}`)).status, 204);

  const late = await openBrowser(base);
  await late.signIn(newWallet());
  clock.pass(301_000);
  assert.equal((await late.ask("POST", "/v1/totp")).code, "wallet_required");
});

test("a passkey alone signs in, anywhere, and changes no factors: that takes the wallet too", async (t) => {
  const { base, browser, wallet } = await withPasskey(t);
  const second = await openBrowser(base);
  second.authenticator = browser.authenticator;
  const { status, body } = await second.signInByPasskey();
  assert.equal(status, 201);
  assert.equal(body.account, wallet.address);
  assert.equal(body.pending, false);
  assert.equal((await second.ask("POST", "/v1/totp")).code, "wallet_required");
  await second.signIn(wallet);
  await second.provePasskey();
  assert.equal((await second.ask("POST", "/v1/totp")).status, 201);
});

test("an assertion of another origin, relying party, challenge or type, or without a verified user, is refused; a challenge counts once", async (t) => {
  const { browser } = await withPasskey(t);
  const { authenticator } = browser;
  const challenge = async () =>
    (await browser.ask("POST", "/v1/proofs/passkey/challenges")).body as { challenge: string };
  const post = async (credential: object) =>
    browser.keep(await browser.ask("POST", "/v1/proofs/passkey", { body: { credential } })).code ?? "proved";
  const changes: Ceremony[] = [
    { origin: "https://evil.example" },
    { origin: "http://localhost" },
    { rpId: "evil.example" },
    { challenge: Buffer.from("ab".repeat(32), "hex").toString("base64url") },
    { type: "webauthn.create" },
    { isUserVerified: false },
  ];
  for (const change of changes)
    assert.equal(
      await post(authenticator.get(await challenge(), change)),
      "wrong_passkey",
      JSON.stringify(change),
    );
  const options = await challenge();
  assert.equal(await post(authenticator.get(options)), "proved");
  assert.equal(await post(authenticator.get(options)), "wrong_passkey", "a challenge counts once");
  // spent by a wrong answer too
  const other = await challenge();
  await post(authenticator.get(other, { isUserVerified: false }));
  assert.equal(await post(authenticator.get(other)), "wrong_passkey");
});

test("a registration of another origin or relying party, or without a verified user, is refused", async (t) => {
  const { base } = await startTestService(t);
  const browser = await openBrowser(base);
  await browser.signIn(newWallet());
  for (const change of [
    { origin: "https://evil.example" },
    { rpId: "evil.example" },
    { isUserVerified: false },
    { type: "webauthn.get" },
  ]) {
    const { body } = await browser.ask("POST", "/v1/passkeys/challenges");
    const credential = browser.authenticator.create(body as never, change);
    const { code } = await browser.ask("POST", "/v1/passkeys", { body: { credential, name: "Phone" } });
    assert.equal(code, "wrong_passkey", JSON.stringify(change));
  }
});

test("a count of 0 stays allowed, as of synced passkeys; a count that does not rise is refused", async (t) => {
  const { browser, store } = await withPasskey(t);
  const prove = async (counter: number) => {
    const { body } = await browser.ask("POST", "/v1/proofs/passkey/challenges");
    const credential = browser.authenticator.get(body as never, { counter });
    return browser.keep(await browser.ask("POST", "/v1/proofs/passkey", { body: { credential } })).status;
  };
  assert.deepEqual([await prove(0), await prove(0)], [200, 200]);
  assert.deepEqual(
    [await prove(5), await prove(5), await prove(4), await prove(0), await prove(6)],
    [200, 401, 401, 401, 200],
  );
  const [row] = await store.db.selectFrom("passkey").select("counter").execute();
  assert.equal(row!.counter, 6);
});

test("a passkey, its challenge and a session belong together: no other account's", async (t) => {
  const { base, browser } = await withPasskey(t);
  const other = await openBrowser(base);
  await other.signIn(newWallet());
  await other.addPasskey();
  // another's passkey to one's own challenge
  const own = (await other.ask("POST", "/v1/proofs/passkey/challenges")).body as never;
  const foreign = browser.authenticator.get(own);
  assert.equal(
    (await other.ask("POST", "/v1/proofs/passkey", { body: { credential: foreign } })).code,
    "wrong_passkey",
  );
  // one's own passkey to another's challenge
  const theirs = (await browser.ask("POST", "/v1/proofs/passkey/challenges")).body as never;
  const answered = other.authenticator.get(theirs);
  assert.equal(
    (await other.ask("POST", "/v1/proofs/passkey", { body: { credential: answered } })).code,
    "wrong_passkey",
  );
  // a passkey that is another's already
  const { body } = await other.ask("POST", "/v1/proofs/passkey/challenges");
  other.keep(
    await other.ask("POST", "/v1/proofs/passkey", {
      body: { credential: other.authenticator.get(body as never) },
    }),
  );
  const options = (await other.ask("POST", "/v1/passkeys/challenges")).body as never;
  const taken = browser.authenticator.create(options);
  assert.equal(
    (await other.ask("POST", "/v1/passkeys", { body: { credential: taken, name: "Phone" } })).code,
    "exists",
  );
});
