// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { parseEther } from "viem";
import { test } from "vitest";
import { startDevchain } from "../../localnet/devchain.ts";
import { PATIENCE_MS } from "../../localnet/waitFor.ts";
import { addressesOf } from "../addresses.ts";
import { findBrowser } from "../testing/browser/findBrowser.ts";
import { serveBundle } from "../testing/browser/serveBundle.ts";

test("a component reads, writes and watches by the hooks, and a refusal is its error", async () => {
  const devchain = await startDevchain();
  const served = await serveBundle(fileURLToPath(new URL("testing/page.ts", import.meta.url)), {
    body: "<main></main>",
  });
  const browser = await chromium.launch({ executablePath: findBrowser()! });
  try {
    const { account } = await devchain.newAccount(parseEther("3"));
    await devchain.anvil.client.impersonateAccount(account);
    const page = await browser.newPage();
    const unhandled: string[] = [];
    page.on("pageerror", ({ message }) => unhandled.push(message));
    await page.goto(served.url);
    const { startBlock, ...addresses } = addressesOf(devchain.deployment);
    await page.evaluate(
      `show("${devchain.rpcUrl}", { ...${JSON.stringify(addresses)}, startBlock: ${startBlock}n }, "${account.address}")`,
    );
    const says = (id: string, text: string) =>
      page.locator(`#${id}`, { hasText: text }).waitFor({ timeout: PATIENCE_MS });

    await page.click("#connect");
    await says("staked", "0");
    await page.click("#tooMuch");
    await says("refused", "BalanceTooLow");
    await page.click("#stake");
    await says("mined", "success");
    await says("staked", String(parseEther("2")));
    await says("events", String(parseEther("2")));
    assert.deepEqual(unhandled, []);
  } finally {
    await browser.close();
    served.close();
    await devchain.stop();
  }
});
