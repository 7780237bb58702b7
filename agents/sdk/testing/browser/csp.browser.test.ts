// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { test } from "vitest";
import { startDevchain } from "../../../localnet/devchain.ts";
import { addressesOf } from "../../addresses.ts";
import { hashChunk, leafHash } from "../../content/leaf.ts";
import { findBrowser } from "./findBrowser.ts";
import { serveBundle } from "./serveBundle.ts";

test("a page under `default-src 'self'` hashes and reads, without WebAssembly or eval", async () => {
  const devchain = await startDevchain();
  // the chain is another origin than the page
  const policy = `default-src 'self'; connect-src 'self' ${devchain.rpcUrl}`;
  const served = await serveBundle(fileURLToPath(new URL("cspPage.ts", import.meta.url)), {
    headers: { "content-security-policy": policy },
  });
  const browser = await chromium.launch({ executablePath: findBrowser()! });
  try {
    // evaluation by the test itself would need the policy's leave
    const page = await (await browser.newContext({ bypassCSP: false })).newPage();
    const failed: string[] = [];
    page.on("pageerror", ({ message }) => failed.push(message));
    await page.goto(served.url);
    const refused = page.evaluate("WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))");
    await assert.rejects(refused, /unsafe-eval|CompileError/);
    const expected = [...leafHash(await hashChunk(0, new Uint8Array(65_536).fill(7)))];
    assert.deepEqual(await page.evaluate("hash()"), expected);
    const { startBlock: _, ...addresses } = addressesOf(devchain.deployment);
    assert.equal(
      await page.evaluate(`read("${devchain.rpcUrl}", { ...${JSON.stringify(addresses)}, startBlock: 0n })`),
      "STREAM",
    );
    assert.deepEqual(failed, []);
  } finally {
    await browser.close();
    served.close();
    await devchain.stop();
  }
});
