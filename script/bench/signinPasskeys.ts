// SPDX-License-Identifier: GPL-3.0-or-later
// Sign-ins by a passkey in Chromium, its virtual authenticator's, against a service in a process of its own.
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { generatePrivateKey } from "viem/accounts";
import { findBrowser } from "../../agents/sdk/testing/browser/findBrowser.ts";
import { serveBundle } from "../../agents/sdk/testing/browser/serveBundle.ts";
import { forkServer } from "./childServer.ts";

const COUNT = 40;
const ENTRY = fileURLToPath(new URL("../../agents/signin/testing/signInPage.ts", import.meta.url));

/** From the click to the token: challenge, ceremony, proof and answer. Undefined without a Chromium. */
export async function measurePasskeys(): Promise<{ p50Ms: number; p95Ms: number } | undefined> {
  const executablePath = findBrowser();
  if (!executablePath) return undefined;
  const [browser, page] = await Promise.all([chromium.launch({ executablePath }), serveBundle(ENTRY)]);
  const server = await forkServer("signinServer.ts", [page.url]);
  try {
    const tab = await (await browser.newContext()).newPage();
    const cdp = await tab.context().newCDPSession(tab);
    await cdp.send("WebAuthn.enable");
    await cdp.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        ...{ protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true },
        ...{ isUserVerified: true, automaticPresenceSimulation: true },
      } as never,
    });
    await tab.goto(page.url);
    await tab.waitForFunction("globalThis.timePasskeys");
    await tab.evaluate(`open("http://localhost:${server.port}")`);
    await tab.evaluate(`byWallet("${generatePrivateKey()}")`);
    await tab.evaluate(`signIn.addPasskey("Phone")`);
    await tab.evaluate("timePasskeys(5)");
    const took = (await tab.evaluate(`timePasskeys(${COUNT})`)) as number[];
    took.sort((a, b) => a - b);
    return { p50Ms: took[COUNT / 2]!, p95Ms: took[Math.floor(COUNT * 0.95)]! };
  } finally {
    server.stop();
    await browser.close();
    page.close();
  }
}
