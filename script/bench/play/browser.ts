// SPDX-License-Identifier: GPL-3.0-or-later
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { keyHash } from "../../../agents/sdk/encryption/keyProvider.ts";
import { findBrowser } from "../../../agents/sdk/testing/browser/findBrowser.ts";
import { serveBundle } from "../../../agents/sdk/testing/browser/serveBundle.ts";
import { aptInstall } from "../../aptInstall.ts";
import { peerFile } from "../peers/install.ts";
import type { Seen } from "./page.ts";
import { WORK_KEY } from "./work.ts";

const SEEN = `({ ...globalThis.seen, playedSec: document.querySelector("video").currentTime })`;
/** Pages that nobody looks at go on playing at full speed. */
const ARGS = [
  "--autoplay-policy=no-user-gesture-required",
  "--mute-audio",
  "--disable-dev-shm-usage",
  "--disable-background-timer-throttling",
  "--disable-renderer-backgrounding",
  "--disable-backgrounding-occluded-windows",
];

export type BenchPage = Awaited<ReturnType<Awaited<ReturnType<typeof openBrowser>>["open"]>>;

/** A browser whose pages begin with nothing cached. */
export async function openBrowser() {
  if (!findBrowser()) aptInstall("chromium");
  const executablePath = findBrowser();
  if (!executablePath)
    throw new Error(
      "there is no Chromium: install it (apt-get install chromium), or name its path in CHROMIUM",
    );
  const entry = fileURLToPath(new URL("page.ts", import.meta.url));
  const [browser, served]: [Browser, Awaited<ReturnType<typeof serveBundle>>] = await Promise.all([
    chromium.launch({ executablePath, args: ARGS }),
    serveBundle(entry, { body: "<video muted autoplay></video>" }),
  ]);
  return {
    version: browser.version(),
    async open(options: { withShaka?: boolean } = {}) {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(served.url + keyHash(WORK_KEY), { waitUntil: "load" });
      if (options.withShaka)
        await page.addScriptTag({ path: peerFile("shaka-player/dist/shaka-player.compiled.js") });
      await page.waitForFunction("globalThis.playOurs");
      return { ...pageFunctions(page), close: () => context.close() };
    },
    async close() {
      await browser.close();
      served.close();
    },
  };
}

function pageFunctions(page: Page) {
  return {
    page,
    /** Calls a function of the page, and goes on before it ends. */
    begin: (call: string, given: unknown) => page.evaluate(`void ${call}(${JSON.stringify(given)})`),
    /** Waits, in the page, until `isSo` of what is seen, or playing fails, which throws. */
    async until(isSo: string): Promise<Seen> {
      const look = `(() => { const seen = ${SEEN}; return seen.failure !== undefined || (${isSo}) ? seen : undefined; })()`;
      const handle = await page.waitForFunction(look, undefined, { timeout: 0, polling: 50 });
      const seen = (await handle.jsonValue()) as Seen;
      if (seen.failure !== undefined) throw new Error(`the player stopped: ${seen.failure}`);
      return seen;
    },
  };
}
