// SPDX-License-Identifier: MIT
// The SDK in a page whose header forbids all that `default-src 'self'` forbids: eval, WebAssembly, sources elsewhere.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { bytesToHex } from "viem";
import { afterAll, beforeAll, onTestFinished, test } from "vitest";
import { piecesRootOf } from "./content/leaf.ts";
import { sampleBytes } from "./content/testing/sampleWork.ts";
import { findBrowser } from "./testing/browser/findBrowser.ts";
import { serveBundle } from "./testing/browser/serveBundle.ts";

const ENTRY = fileURLToPath(new URL("testing/browser/policyPage.ts", import.meta.url));
const CLIP = bytesToHex(readFileSync("agents/publisher/testing/clips/whole.webm"));

const FORMAT = JSON.parse(readFileSync("test/fixtures/format.json", "utf8"));

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findBrowser()! });
});
afterAll(() => browser.close());

/** A page with the whole SDK, served with `policy`. */
async function pageUnder(policy: string) {
  const headers = { "content-security-policy": policy };
  const served = await serveBundle(ENTRY, { headers, body: "<video muted></video>" });
  onTestFinished(() => served.close());
  const page = await browser.newPage();
  const unhandled: string[] = [];
  page.on("pageerror", ({ message }) => unhandled.push(message));
  await page.goto(served.url, { waitUntil: "load" });
  return { page, unhandled, forbidden: () => page.evaluate<string[]>("forbidden") };
}

test("under default-src 'self', every action loads, chunks hash, and the format's vectors come out; an element that gets no media says so", async () => {
  const { page, unhandled, forbidden } = await pageUnder("default-src 'self'");
  const chunk = sampleBytes(65_536, 1);
  const root = bytesToHex(piecesRootOf(chunk));
  assert.deepEqual(await page.evaluate(`piecesRoots("${bytesToHex(chunk)}")`), {
    roots: [root, root],
    isCompiled: false,
  });
  // what docs/FORMAT.md says is what a browser comes to
  assert.deepEqual(await page.evaluate("formatVectors()"), FORMAT);
  // WebAssembly alone was asked for: no eval, nothing from elsewhere
  assert.deepEqual([...new Set(await forbidden())], ["script-src"]);
  await assert.rejects(page.evaluate(`load("${CLIP}")`), /PlayerFailed: the player stopped/);
  assert.deepEqual([...new Set(await forbidden())], ["script-src", "media-src"]);
  assert.deepEqual(unhandled, []);
});

test("with media-src blob: besides, playIn fills the element", async () => {
  const { page, unhandled, forbidden } = await pageUnder("default-src 'self'; media-src blob:");
  assert.ok((await page.evaluate<number>(`load("${CLIP}")`)) > 0);
  assert.deepEqual(await forbidden(), []);
  assert.deepEqual(unhandled, []);
});
