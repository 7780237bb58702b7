// SPDX-License-Identifier: GPL-3.0-or-later
// Row A21: other origins, secrets in answers and logs; and limits.
import assert from "node:assert/strict";
import { test } from "vitest";
import { createLogger } from "../kernel/process/log.ts";
import { KERNEL_OPERATIONS, readOpenApi } from "../kernel/testing/readOpenApi.ts";
import { signinRoutes } from "./service.ts";
import { newWallet, openBrowser } from "./testing/testBrowser.ts";
import { startTestService } from "./testing/testService.ts";

test("A21: a page of another origin can refresh, sign in and change nothing, and reads no answer", async (t) => {
  const { base } = await startTestService(t);
  const browser = await openBrowser(base);
  await browser.signIn(newWallet());
  for (const origin of [
    "https://evil.example",
    "null",
    base.replace("localhost", "localhost.evil.example"),
    base.replace("http", "https"),
  ]) {
    browser.origin = origin;
    const refused = await browser.ask("POST", "/v1/refreshes", { token: "" });
    assert.equal(refused.code, "wrong_origin");
    assert.equal(refused.headers.get("access-control-allow-origin"), null);
    assert.equal(refused.headers.get("vary"), "origin");
    assert.equal((await browser.ask("DELETE", "/v1/sessions")).code, "wrong_origin");
    assert.equal((await browser.send("POST", "/v1/challenges", { token: "" })).code, "wrong_origin");
  }
  browser.origin = undefined;
  assert.equal(
    (await browser.ask("POST", "/v1/refreshes", { token: "" })).code,
    "wrong_origin",
    "a cookie needs its page",
  );
  browser.origin = base;
  const good = await browser.ask("POST", "/v1/refreshes", { token: "" });
  assert.equal(good.status, 200);
  assert.equal(good.headers.get("access-control-allow-origin"), base);
  assert.equal(good.headers.get("access-control-allow-credentials"), "true");
});

test("A21: no answer with credentials is for every origin, and a form of another page cannot post", async (t) => {
  const { base, desk } = await startTestService(t);
  for (const { cors, path } of signinRoutes(desk)) assert.deepEqual(cors, [base], path);
  const form = await fetch(`${base}/v1/sign-ins`, {
    method: "POST",
    headers: { "content-type": "text/plain" },
    body: JSON.stringify({ message: "", signature: "0x" }),
  });
  assert.equal(form.status, 415);
  const preflight = await fetch(`${base}/v1/refreshes`, {
    method: "OPTIONS",
    headers: { origin: "https://evil.example" },
  });
  assert.equal(preflight.headers.get("access-control-allow-origin"), null);
});

test("A21: no token, cookie, nonce, code, secret or signature stands in a log, whatever is refused", async (t) => {
  const lines: string[] = [];
  const log = createLogger("signin", "trace", { write: (line) => lines.push(line) });
  const { base, store } = await startTestService(t, { log });
  const browser = await openBrowser(base);
  const wallet = newWallet();
  const { body } = await browser.signIn(wallet);
  const totp = await browser.ask("POST", "/v1/totp");
  await browser.ask("POST", "/v1/totp/confirmation", { body: { code: "123456" } });
  const codes = (await browser.addPasskey()).body.recoveryCodes as string[];
  const proof = await browser.proof("GET", "/v1/session");
  await browser.send("GET", "/v1/session", { proof });
  await browser.ask("POST", "/v1/proofs/recovery-code", { body: { code: `${codes[0]}x` } });
  const answers = [await browser.ask("GET", "/v1/factors"), await browser.ask("GET", "/v1/audit")];
  // a failure of the node's own
  await store.close();
  const failed = await browser.ask("GET", "/v1/audit");
  assert.equal(failed.status, 500);
  const all = lines.join("");
  assert.match(all, /request failed/);
  const secrets = [
    body.accessToken,
    browser.token,
    proof,
    ...browser.cookie.split(/[=.]/).slice(2),
    totp.body.secret,
    ...codes,
    browser.nonce,
  ];
  for (const secret of secrets as string[]) {
    assert.ok(secret.length > 5);
    assert.ok(!all.includes(secret), "a secret in the log");
    for (const answer of answers)
      assert.ok(!JSON.stringify(answer.body).includes(secret), "a secret in an answer");
  }
});

test("one network address has so many tries a minute, and one account so many requests", async (t) => {
  const { base, clock } = await startTestService(t, { signInsPerMinute: 6, requestsPerMinute: 3 });
  const browser = await openBrowser(base);
  const wallet = newWallet();
  await browser.signIn(wallet);
  const asked = [];
  for (let at = 0; at < 4; at++) asked.push(await browser.send("GET", "/v1/session"));
  assert.equal(asked.at(-1)!.code, "too_many");
  clock.pass(60_000);
  assert.equal((await browser.send("GET", "/v1/session")).status, 200);
  let refused = await browser.send("POST", "/v1/challenges", { token: "" });
  for (let at = 0; at < 6; at++) refused = await browser.send("POST", "/v1/challenges", { token: "" });
  assert.equal(refused.code, "too_many");
  assert.equal(refused.headers.get("retry-after"), "10");
  clock.pass(10_000);
  assert.equal((await browser.send("POST", "/v1/challenges", { token: "" })).status, 200);
});

test("the OpenAPI document has every route", async (t) => {
  const { desk } = await startTestService(t);
  const operations = await readOpenApi(signinRoutes(desk));
  for (const name of KERNEL_OPERATIONS) assert.ok(operations.includes(name));
  for (const name of [
    "POST /v1/sign-ins",
    "POST /v1/refreshes",
    "DELETE /v1/devices/{id}",
    "POST /v1/proofs/totp",
  ])
    assert.ok(operations.includes(name), name);
});
