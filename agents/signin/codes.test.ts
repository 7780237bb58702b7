// SPDX-License-Identifier: GPL-3.0-or-later
// Row A9: an app's codes and recovery codes.
import assert from "node:assert/strict";
import { generateSync } from "otplib";
import { test } from "vitest";
import { checkTotp, makeRecoveryCodes } from "./codes.ts";
import { LOCKED_MS, MOST_TRIES } from "./policy.ts";
import { type Browser, newWallet, openBrowser } from "./testing/testBrowser.ts";
import { startTestService } from "./testing/testService.ts";

type Service = Awaited<ReturnType<typeof startTestService>>;

/** A browser that is signed in, with an app's codes. */
async function withTotp(service: Service) {
  const [browser, wallet] = [await openBrowser(service.base), newWallet()];
  await browser.signIn(wallet);
  const { body } = await browser.ask("POST", "/v1/totp");
  const secret = body.secret as string;
  const codeAt = (offsetSec = 0) =>
    generateSync({ secret, epoch: Math.floor(service.clock.nowMs() / 1_000) + offsetSec });
  const confirmed = await browser.ask("POST", "/v1/totp/confirmation", { body: { code: codeAt() } });
  assert.equal(confirmed.status, 201);
  service.clock.pass(30_000);
  return { browser, wallet, codeAt, codes: confirmed.body.recoveryCodes as string[] };
}
const prove = async (browser: Browser, kind: "totp" | "recovery-code", code: string) => {
  const answer = browser.keep(await browser.ask("POST", `/v1/proofs/${kind}`, { body: { code } }));
  return answer.code ?? answer.status;
};
const wrong = (code: string) => code.replace(/\d$/, (last) => String((Number(last) + 1) % 10));

test("RFC 6238's vector: the code of the secret 12345678901234567890 at 59 s is 94287082, of which we take six digits", async (t) => {
  const { store, keys } = await startTestService(t);
  const sealed = keys.seal("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "0xA");
  await store.db
    .insertInto("totp")
    .values({ account: "0xA", sealed, last_step: 0, is_confirmed: 1, added_ms: 0 })
    .execute();
  const at = (nowMs: number) =>
    store.transaction((trx) => checkTotp(trx, keys, { account: "0xA", code: "287082", nowMs }));
  assert.deepEqual(await at(59_000), { outcome: "right" });
  assert.deepEqual(await at(59_000), { outcome: "wrong" });
});

test("A9: a code counts once, and no code before it counts any more", async (t) => {
  const service = await startTestService(t);
  const { browser, codeAt } = await withTotp(service);
  const before = codeAt(-30);
  assert.equal(await prove(browser, "totp", codeAt()), 200);
  assert.equal(await prove(browser, "totp", codeAt()), "wrong_code");
  assert.equal(await prove(browser, "totp", before), "wrong_code");
});

test("A9: of ten proofs of one code at once, one is right", async (t) => {
  const service = await startTestService(t);
  const { browser, codeAt } = await withTotp(service);
  const body = { code: codeAt() };
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => browser.ask("POST", "/v1/proofs/totp", { body })),
  );
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
});

test("A9: the steps beside this one count, for a phone whose clock is off, and no others", async (t) => {
  const service = await startTestService(t);
  const { browser, wallet, codeAt } = await withTotp(service);
  service.clock.pass(600_000);
  await browser.signIn(wallet);
  assert.equal(await prove(browser, "totp", codeAt(-60)), "wrong_code");
  assert.equal(await prove(browser, "totp", codeAt(60)), "wrong_code");
  assert.equal(await prove(browser, "totp", codeAt(-30)), 200);
  assert.equal(await prove(browser, "totp", codeAt(30)), 200);
});

test("A9: five wrong codes, also at once, lock all codes of the account for 15 minutes, the right one too", async (t) => {
  const service = await startTestService(t);
  const { browser, wallet, codeAt, codes } = await withTotp(service);
  const guesses = Array.from({ length: 12 }, (_, at) => String(at).padStart(6, "9"));
  const outcomes = await Promise.all(guesses.map((code) => prove(browser, "totp", code)));
  assert.equal(outcomes.filter((outcome) => outcome === "wrong_code").length, MOST_TRIES);
  assert.equal(await prove(browser, "totp", codeAt()), "locked");
  assert.equal(await prove(browser, "recovery-code", codes[0]!), "locked");
  // another browser of the same account gains no tries
  const second = await openBrowser(service.base);
  await second.signIn(wallet);
  assert.equal(await prove(second, "totp", codeAt()), "locked");
  service.clock.pass(LOCKED_MS);
  await second.signIn(wallet);
  assert.equal(await prove(second, "totp", wrong(codeAt())), "wrong_code");
  assert.equal(await prove(second, "totp", codeAt()), 200);
});

test("A9: a right code ends the count of wrong ones", async (t) => {
  const service = await startTestService(t);
  const { browser, codeAt } = await withTotp(service);
  for (let round = 0; round < 2; round++) {
    for (let at = 1; at < MOST_TRIES; at++)
      assert.equal(await prove(browser, "totp", "000000"), "wrong_code");
    assert.equal(await prove(browser, "totp", codeAt()), 200);
    service.clock.pass(30_000);
  }
});

test("a recovery code counts once, as a person may write it; ten new ones void the old", async (t) => {
  const service = await startTestService(t);
  const { browser, codes } = await withTotp(service);
  assert.equal(new Set(codes).size, 10);
  for (const code of codes) assert.match(code, /^([0-9a-hj-km-np-tv-z]{4}-){3}[0-9a-z]{4}$/);
  assert.equal(
    await prove(browser, "recovery-code", ` ${codes[0]!.toUpperCase().replaceAll("-", " ")}`.slice(0, 40)),
    200,
  );
  assert.equal(await prove(browser, "recovery-code", codes[0]!), "wrong_code");
  assert.equal((await browser.ask("GET", "/v1/factors")).body.recoveryCodesLeft, 9);
  const anew = await browser.ask("POST", "/v1/recovery-codes");
  assert.equal((anew.body.recoveryCodes as string[]).length, 10);
  assert.equal(await prove(browser, "recovery-code", codes[1]!), "wrong_code");
});

test("a code of one account is none of another", async (t) => {
  const { store, keys } = await startTestService(t);
  const [code] = await store.transaction((trx) => makeRecoveryCodes(trx, keys, "0xA"));
  assert.notEqual(keys.hashCode(code!, "0xA"), keys.hashCode(code!, "0xB"));
});

test("the store has neither the app's secret nor a recovery code", async (t) => {
  const service = await startTestService(t);
  const { browser, codes } = await withTotp(service);
  const rows = JSON.stringify([
    await service.store.db.selectFrom("totp").selectAll().execute(),
    await service.store.db.selectFrom("recovery_code").selectAll().execute(),
    await service.store.db.selectFrom("device").selectAll().execute(),
  ]);
  const [, ...secrets] = browser.cookie.split(/[=.]/);
  for (const secret of [...codes, ...codes.map((code) => code.replaceAll("-", "")), ...secrets.slice(1)])
    assert.ok(!rows.includes(secret), "a secret in the store");
});
