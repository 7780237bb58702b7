// SPDX-License-Identifier: GPL-3.0-or-later
// Many at once, and clocks that are wrong.
import assert from "node:assert/strict";
import { createSiweMessage } from "viem/siwe";
import { test } from "vitest";
import { hashOfToken } from "../sessions/proof.ts";
import { newWallet, openBrowser } from "./testing/testBrowser.ts";
import { startTestService } from "./testing/testService.ts";

test("200 people sign in at once, each once, and one message that is posted 20 times at once signs in once", async (t) => {
  const { base, store } = await startTestService(t);
  const browsers = await Promise.all(Array.from({ length: 200 }, () => openBrowser(base)));
  const answers = await Promise.all(browsers.map((browser) => browser.signIn(newWallet())));
  assert.ok(answers.every(({ status }) => status === 201));
  assert.equal(new Set(answers.map(({ body }) => body.account)).size, 200);
  const rows = await store.db.selectFrom("device").select("session_id").execute();
  assert.equal(new Set(rows.map(({ session_id }) => session_id)).size, 200);

  const [browser] = browsers;
  const wallet = newWallet();
  const fields = { ...(await browser!.challenge()), address: wallet.address };
  const message = createSiweMessage(fields);
  const signature = await wallet.signMessage({ message });
  const posts = await Promise.all(
    Array.from({ length: 20 }, () => browser!.post(message, signature, fields.nonce)),
  );
  assert.equal(posts.filter(({ status }) => status === 201).length, 1);
});

test("a browser whose clock is 10 minutes off signs in, refreshes and asks: all times are the service's", async (t) => {
  const { base } = await startTestService(t);
  for (const offMs of [-600_000, 600_000]) {
    const browser = await openBrowser(base);
    const iat = Math.floor((Date.now() + offMs) / 1_000);
    const wallet = newWallet();
    const fields = { ...(await browser.challenge()), address: wallet.address };
    const message = createSiweMessage(fields);
    const body = { message, signature: await wallet.signMessage({ message }) };
    const signedIn = browser.keep(
      await browser.send("POST", "/v1/sign-ins", {
        token: "",
        body,
        proof: { claims: { iat, nonce: fields.nonce } },
      }),
    );
    assert.equal(signedIn.status, 201);
    assert.equal((await browser.ask("GET", "/v1/session", { proof: { claims: { iat } } })).status, 200);
    assert.equal(
      (await browser.ask("POST", "/v1/refreshes", { token: "", proof: { claims: { iat } } })).status,
      200,
    );
  }
});

test("the service's clock jumps 10 minutes ahead and back: no challenge and no proof counts twice, and none is lost for long", async (t) => {
  const { base, clock } = await startTestService(t);
  const browser = await openBrowser(base);
  const wallet = newWallet();
  const fields = { ...(await browser.challenge()), address: wallet.address };
  const message = createSiweMessage(fields);
  const signature = await wallet.signMessage({ message });
  browser.keep(await browser.post(message, signature, fields.nonce));
  await browser.ask("GET", "/v1/session");
  const proof = await browser.proof("GET", "/v1/session", { claims: { ath: hashOfToken(browser.token) } });
  assert.equal((await browser.send("GET", "/v1/session", { proof })).status, 200);

  clock.wallMs += 600_000;
  // what forgets by the wall's clock would forget now
  await (await openBrowser(base)).signIn(newWallet());
  clock.wallMs -= 600_000;
  assert.equal((await browser.post(message, signature, fields.nonce)).code, "nonce_used");
  assert.equal((await browser.send("GET", "/v1/session", { proof })).code, "bad_proof");
  assert.equal((await browser.ask("GET", "/v1/session")).status, 200);

  clock.wallMs -= 600_000;
  assert.equal((await browser.signIn(wallet)).status, 201);
  assert.equal((await browser.ask("GET", "/v1/session")).status, 200);
});
