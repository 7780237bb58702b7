// SPDX-License-Identifier: GPL-3.0-or-later
// The sign-in service on PostgreSQL: the same answers, a database that is restarted in the middle, and one process at a time.
import assert from "node:assert/strict";
import { generateSync } from "otplib";
import { test } from "vitest";
import { openPostgresStore } from "../kernel/store/postgresStore.ts";
import { findPostgres, startPostgres } from "../kernel/testing/postgres.ts";
import { pruneAudit } from "./audit.ts";
import { pruneDevices } from "./devices.ts";
import { signinMigrations } from "./tables.ts";
import { newWallet, openBrowser } from "./testing/testBrowser.ts";
import { startTestService } from "./testing/testService.ts";

test.skipIf(!findPostgres())(
  "sign-ins, factors, refreshes and sign-outs are PostgreSQL's as they are SQLite's",
  async (t) => {
    const { url } = await startPostgres(t);
    const store = await openPostgresStore(url, "signin", signinMigrations);
    const { base, clock, close } = await startTestService(t, { store });
    const [browser, wallet] = [await openBrowser(base), newWallet()];
    assert.equal((await browser.signIn(wallet)).status, 201);
    const secret = (await browser.ask("POST", "/v1/totp")).body.secret as string;
    const codeOf = () => generateSync({ secret, epoch: Math.floor(clock.nowMs() / 1_000) });
    const confirmed = await browser.ask("POST", "/v1/totp/confirmation", { body: { code: codeOf() } });
    assert.equal((confirmed.body.recoveryCodes as string[]).length, 10);
    clock.pass(30_000);
    const guesses = await Promise.all(
      Array.from({ length: 4 }, () => browser.ask("POST", "/v1/proofs/totp", { body: { code: codeOf() } })),
    );
    assert.deepEqual(guesses.map(({ status }) => status).sort(), [200, 401, 401, 401]);
    await browser.signIn(wallet);
    const right = { code: (confirmed.body.recoveryCodes as string[])[0] };
    assert.equal((await browser.ask("POST", "/v1/proofs/recovery-code", { body: right })).status, 200);
    assert.equal((await browser.ask("POST", "/v1/proofs/recovery-code", { body: right })).code, "wrong_code");
    assert.equal((await browser.addPasskey()).status, 201);
    assert.equal((await browser.provePasskey()).status, 200);

    const second = await openBrowser(base);
    assert.equal((await second.signIn(wallet)).body.pending, true);
    const old = browser.cookie;
    assert.equal((await browser.ask("POST", "/v1/refreshes", { token: "" })).status, 200);
    browser.cookie = old;
    assert.equal((await browser.ask("POST", "/v1/refreshes", { token: "" })).code, "signed_out");
    await browser.signIn(wallet);
    const { body } = await browser.ask("GET", "/v1/audit");
    assert.ok((body.entries as { at: unknown }[]).every(({ at }) => typeof at === "number"));
    await pruneDevices(store.db, clock.nowMs() + 1e11);
    await pruneAudit(store.db);
    assert.equal((await browser.ask("GET", "/v1/session")).code, "signed_out");
    await close();
  },
);

test.skipIf(!findPostgres())(
  "a database that crashes in the middle of 40 sign-ins loses none that was answered, and the service goes on with it",
  async (t) => {
    const postgres = await startPostgres(t);
    const faults: (string | undefined)[] = [];
    const store = await openPostgresStore(postgres.url, "signin", signinMigrations, (fault) =>
      faults.push(fault?.message),
    );
    const { base, close } = await startTestService(t, { store });
    const browsers = await Promise.all(Array.from({ length: 40 }, () => openBrowser(base)));
    let answered = 0;
    let crashing: Promise<void> | undefined;
    const outcomes = await Promise.all(
      browsers.map(async (browser, at) => {
        // one after another, so that some come before the crash and some after
        while (answered < at) await new Promise(setImmediate);
        const { status } = await browser.signIn(newWallet());
        answered += 1;
        if (answered === 20) crashing = postgres.crash();
        return status;
      }),
    );
    await crashing;
    assert.ok(
      outcomes.every((status) => status === 201 || status === 503),
      outcomes.join(),
    );
    assert.ok(outcomes.includes(503) && outcomes.includes(201));
    assert.match(faults.find(Boolean)!, /^PostgreSQL at 127\.0\.0\.1:\d+\/postgres does not take the work/);
    await postgres.start();
    await store.probe();
    await store.probe();
    assert.equal(store.fault(), undefined);
    for (const [at, browser] of browsers.entries()) {
      if (outcomes[at] === 201) assert.equal((await browser.ask("GET", "/v1/session")).status, 200);
    }
    assert.equal((await browsers[0]!.signIn(newWallet())).status, 201);
    await close();
  },
);

test.skipIf(!findPostgres())(
  "a second process on the same schema refuses to start, and one starts once the first is gone",
  async (t) => {
    const { url } = await startPostgres(t);
    const first = await openPostgresStore(url, "signin", signinMigrations);
    await assert.rejects(
      openPostgresStore(url, "signin", signinMigrations),
      /Another process has the role's schema tributary_signin/,
    );
    const other = await openPostgresStore(url, "sequencer", []);
    await Promise.all([first.close(), other.close()]);
    await (await openPostgresStore(url, "signin", signinMigrations)).close();
    await assert.rejects(
      openPostgresStore(url.replace(/:\d+\//, ":1/"), "signin", []),
      /does not take the work \(ECONNREFUSED\)/,
    );
  },
);
