// SPDX-License-Identifier: GPL-3.0-or-later
// A person at the page without a guide: signs in, adds a passkey, keeps the codes, loses the device, and comes back by a code.
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import type { Hex } from "viem";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import { afterAll, beforeAll, test } from "vitest";
import { type PageFixture, seriousFaults, sidewaysFaults, startPageFixture } from "../testing/pageFixture.ts";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, colorScheme: "dark" } as const;
const AUTHENTICATOR = {
  protocol: "ctap2",
  transport: "internal",
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
} as const;

let fixture: PageFixture;
beforeAll(async () => {
  fixture = await startPageFixture();
  fixture.open();
});
afterAll(() => fixture?.close());

/** A new device of whoever has `walletKey`, with a screen lock of its own. */
async function newDevice(walletKey: Hex, options = {}) {
  const visitor = await fixture.visitor(options, { walletKey });
  const cdp = await visitor.page.context().newCDPSession(visitor.page);
  await cdp.send("WebAuthn.enable");
  await cdp.send("WebAuthn.addVirtualAuthenticator", { options: AUTHENTICATOR });
  return visitor;
}

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

/** Goes to the account by the header, and signs in by the wallet. */
async function signInByWallet(page: Page): Promise<void> {
  await page.goto(fixture.url);
  await page.getByRole("link", { name: "Account" }).click();
  await press(page, "Wallet");
  await page.click("text=Test wallet");
  await page.waitForSelector(".wallet-chip");
  await press(page, "Sign in by wallet");
}

async function isGood(page: Page): Promise<void> {
  assert.deepEqual(await seriousFaults(page), []);
  assert.deepEqual(await sidewaysFaults(page), []);
}

test("a person signs in, adds a passkey, loses the device, recovers by a code, and signs out everywhere", async () => {
  const walletKey = generatePrivateKey();
  const { page, faults, leave } = await newDevice(walletKey);
  await signInByWallet(page);
  await page.waitForSelector("text=You are signed in");
  assert.ok((await page.locator(".people").innerText()).includes(privateKeyToAddress(walletKey)));
  await page.waitForSelector("text=None yet.");
  await isGood(page);

  await page.getByLabel("Name of a new passkey").fill("Laptop");
  await press(page, "Add a passkey");
  await page.waitForSelector("text=Keep these recovery codes");
  const codes = await page.locator(".codes li").allInnerTexts();
  assert.equal(new Set(codes).size, 10);
  await isGood(page);
  const [download] = await Promise.all([page.waitForEvent("download"), press(page, "Download")]);
  assert.equal(download.suggestedFilename(), "tributary-recovery-codes.txt");
  assert.equal(await page.getByRole("button", { name: "Hide them" }).isDisabled(), true);
  await page.getByLabel(/^I have kept them/).check();
  await press(page, "Hide them");
  await page.waitForSelector("strong:has-text('Laptop')");
  assert.equal(await page.locator(".codes").count(), 0, "the codes are shown once");

  await page.reload();
  await page.waitForSelector("text=You are signed in");
  await page.waitForSelector("text=10 recovery codes are left.");
  assert.deepEqual(faults, []);

  const anew = await newDevice(walletKey, PHONE);
  await signInByWallet(anew.page);
  await anew.page.waitForSelector("text=One more proof");
  await isGood(anew.page);
  const give = async (code: string) => {
    await anew.page.getByLabel("Or a code").fill(code);
    await press(anew.page, "Give the code");
  };
  await give("12");
  await anew.page.waitForSelector("text=Write the six digits of the app, or a whole recovery code.");
  await give("0000-0000-0000-0000");
  await anew.page.waitForSelector("text=That code is not right");
  await isGood(anew.page);
  await give(codes[0]!);
  await anew.page.waitForSelector("text=You are signed in");
  await anew.page.waitForSelector("text=9 recovery codes are left.");
  assert.equal(await anew.page.locator("section:has(#devices-title) li").count(), 2);
  await anew.page.waitForSelector("text=Gave a wrong code, by a recovery code");
  await isGood(anew.page);

  await anew.page.getByRole("button", { name: "Remove the passkey Laptop" }).click();
  await anew.page.waitForSelector("text=None yet.");
  await press(anew.page, "Sign out everywhere");
  await anew.page.waitForSelector("h2:has-text('Sign in')");
  assert.deepEqual(anew.faults, []);
  await anew.leave();

  // the lost device is out too, and says so
  await page.reload();
  await page.waitForSelector("text=You are signed out");
  assert.deepEqual(faults, []);
  await leave();
});

test("without the sign-in service the page says so, and the rest of it goes on; by its number it sends on to its name", async () => {
  const { page, leave } = await newDevice(generatePrivateKey());
  await page.route(`${fixture.signin.url}/**`, (route) => route.abort());
  await signInByWallet(page);
  await page.waitForSelector("text=The sign-in service does not answer");
  await isGood(page);
  await page.getByRole("link", { name: "Library" }).click();
  await page.waitForSelector("text=Nothing is published yet");
  await page.goto(`${fixture.url.replace("localhost", "127.0.0.1")}/account`);
  await page.waitForSelector("text=Sign in by the page's name");
  await page.click("text=Open it at localhost");
  await page.waitForURL(`${fixture.url}/account`);
  await leave();
});
