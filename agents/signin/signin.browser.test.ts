// SPDX-License-Identifier: GPL-3.0-or-later
// A person at Chromium: signs in by a wallet, adds a passkey, reloads, signs in by the passkey, and loses the device.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import { afterAll, beforeAll, test } from "vitest";
import { findBrowser } from "../sdk/testing/browser/findBrowser.ts";
import { serveBundle } from "../sdk/testing/browser/serveBundle.ts";
import { startTestService } from "./testing/testService.ts";

const ENTRY = fileURLToPath(new URL("testing/signInPage.ts", import.meta.url));
const AUTHENTICATOR = {
  protocol: "ctap2",
  transport: "internal",
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
} as const;

let browser: Browser;
let served: Awaited<ReturnType<typeof serveBundle>>;
beforeAll(async () => {
  [browser, served] = await Promise.all([
    chromium.launch({ executablePath: findBrowser()! }),
    serveBundle(ENTRY),
  ]);
});
afterAll(async () => {
  await browser.close();
  served.close();
});

/** A page of a new person's own browser, with a passkey device, at the sign-in page of `base`. */
async function openPage(base: string) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", { options: AUTHENTICATOR });
  const load = async () => {
    await page.goto(served.url);
    await page.waitForFunction("globalThis.open && globalThis.byWallet");
    return page.evaluate<string>(`open(${JSON.stringify(base)})`);
  };
  const run = <T>(expression: string) => page.evaluate<T>(expression);
  const verifies = (isUserVerified: boolean) =>
    cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified });
  return { context, load, run, verifies };
}

type State = { account: string; pending: boolean; factorAt: number | null };

test("wallet, passkey, reload, passkey alone, sign-out; then a new browser, and a recovery code for the lost device", async (t) => {
  const { base } = await startTestService(t, { appUrl: served.url });
  const walletKey = generatePrivateKey();
  const account = privateKeyToAddress(walletKey);
  const first = await openPage(base);
  t.onTestFinished(() => first.context.close());
  const key = await first.load();

  const state = await first.run<State>(`byWallet("${walletKey}")`);
  assert.equal(state.account, account);
  assert.equal(state.pending, false);
  const { recoveryCodes } = await first.run<{ recoveryCodes: string[] }>(`signIn.addPasskey("Phone")`);
  assert.equal(recoveryCodes.length, 10);

  // no script sees the cookie, and none can take the key away
  assert.equal(await first.run("document.cookie"), "");
  const [cookie] = await first.context.cookies();
  assert.equal(cookie!.name, "__Host-tributary-refresh");
  assert.deepEqual(
    [cookie!.httpOnly, cookie!.secure, cookie!.sameSite, cookie!.path],
    [true, true, "Strict", "/"],
  );
  assert.equal(await first.load(), key, "the same key after a reload");
  assert.equal((await first.run<State>("signIn.resume()")).account, account);

  await first.run("signIn.signOut()");
  await assert.rejects(first.run("signIn.resume()"), /SignInRefused/);
  const byPasskey = await first.run<State>("signIn.byPasskey()");
  assert.equal(byPasskey.account, account);
  assert.notEqual(byPasskey.factorAt, null);
  await first.verifies(false);
  await assert.rejects(first.run("signIn.provePasskey()"), /PasskeyNotUsed/);
  await first.verifies(true);
  assert.equal((await first.run<State>("signIn.provePasskey()")).pending, false);

  const anew = await openPage(base);
  t.onTestFinished(() => anew.context.close());
  await anew.load();
  assert.equal((await anew.run<State>(`byWallet("${walletKey}")`)).pending, true);
  await assert.rejects(anew.run(`signIn.ask("GET", "/v1/devices")`), /SignInRefused/);
  const recovered = await anew.run<State>(`signIn.proveRecoveryCode("${recoveryCodes[0]}")`);
  assert.equal(recovered.pending, false);
  const { devices } = await anew.run<{ devices: object[] }>(`signIn.ask("GET", "/v1/devices")`);
  assert.equal(devices.length, 2);
  const { passkeys } = await anew.run<{ passkeys: { id: string }[] }>(`signIn.ask("GET", "/v1/factors")`);
  await anew.run(`signIn.ask("DELETE", "/v1/passkeys/${passkeys[0]!.id}")`);
  await anew.run(`signIn.signOut("everywhere")`);
  await assert.rejects(first.run("signIn.resume()"), /SignInRefused/);
});

test("two pages of one browser that refresh at once keep the session", async (t) => {
  const { base } = await startTestService(t, { appUrl: served.url });
  const one = await openPage(base);
  t.onTestFinished(() => one.context.close());
  await one.load();
  await one.run(`byWallet("${generatePrivateKey()}")`);
  const two = await one.context.newPage();
  await two.goto(served.url);
  await two.waitForFunction("globalThis.open");
  await two.evaluate(`open(${JSON.stringify(base)})`);
  await Promise.all([
    one.run("signIn.resume()"),
    two.evaluate("signIn.resume()"),
    one.run("signIn.resume()"),
  ]);
  await one.run("signIn.resume()");
});
