// SPDX-License-Identifier: MIT
import { readFileSync } from "node:fs";
import { chromium, type Page } from "playwright-core";
import type { Hex } from "viem";
import { findBrowser } from "./findBrowser.ts";
import type { Behaviour } from "./injectedWallet.ts";
import { servePage } from "./servePage.ts";

/** Longer than anything takes on a busy machine: only what never comes is given up. */
const PATIENCE_MS = 900_000;

export type PlayPageParameters = {
  rpcUrl: string;
  deploymentPath: string;
  sequencerUrl: string;
};

export type PlayPage = Awaited<ReturnType<Awaited<ReturnType<typeof openBrowser>>["pageOf"]>>;

/** The state of the page's `<video>`, and what `playInPage` came to. */
export type Seen = {
  time: number;
  bufferedUntil: number;
  ended: boolean;
  /** What the page said to the viewer, from the load on. */
  said: string[];
  result?: number;
  failure?: string;
  /** The failure's type, and whether trying again can help. */
  name?: string;
  retryable?: boolean;
};

const SEEN = `(() => {
  const { currentTime: time, buffered, ended } = document.querySelector("video");
  return { time, bufferedUntil: buffered.length && buffered.end(buffered.length - 1), ended, said: globalThis.said, ...globalThis.outcome };
})()`;

/** The session store's database: whether its key can be taken, and the channels. */
const KEPT = `new Promise((resolve, reject) => {
  const opening = indexedDB.open("tributary");
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const reading = opening.result.transaction(["keys", "sessions"]);
    const key = reading.objectStore("keys").get("wrapping");
    const rows = reading.objectStore("sessions").getAll();
    reading.oncomplete = () => resolve({ extractable: key.result.extractable, rows: rows.result.map(
      ({ channelId, ...rest }) => ({ channelId, fields: Object.keys(rest) }),
    ) });
  };
})`;

/** A real browser, whose pages play by the example `playInPage`. */
export async function openBrowser({ rpcUrl, deploymentPath, sequencerUrl }: PlayPageParameters) {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error("there is no Chromium: run node script/installBrowser.ts");
  const [served, browser] = await Promise.all([servePage(rpcUrl), chromium.launch({ executablePath })]);
  /** Errors that nobody handles. */
  const unhandled: string[] = [];

  /** A page of somebody's own, with a wallet that signs with `key`; without a key there is no wallet. */
  async function pageOf(key?: Hex) {
    const context = await browser.newContext();
    const page: Page = await context.newPage();
    page.on("pageerror", ({ stack, message }) => unhandled.push(stack ?? message));
    await page.addInitScript(
      `Object.assign(globalThis, { outcome: {}, said: [], walletKey: ${JSON.stringify(key)} })`,
    );
    return pageFunctions(page, { url: served.url, deploymentPath, sequencerUrl });
  }

  return {
    unhandled,
    pageOf,
    async close() {
      await browser.close();
      served.close();
    },
  };
}

type Playing = { url: string; deploymentPath: string; sequencerUrl: string };

function pageFunctions(page: Page, { url, deploymentPath, sequencerUrl }: Playing) {
  const seen = () => page.evaluate(SEEN) as Promise<Seen>;
  return {
    page,
    seen,
    /** What the person at the wallet does from the next load on. */
    behaves: (behaviour: Behaviour) =>
      page.addInitScript(`globalThis.behaviour = ${JSON.stringify(behaviour)}`),
    /** Ends the page, and its tab. */
    leave: () => page.context().close(),
    /** Loads the page anew, and begins to play. */
    async open(contentId: Hex): Promise<void> {
      await page.goto(url);
      await page.waitForFunction("globalThis.playInPage");
      const addresses = `addressesOf(${readFileSync(deploymentPath, "utf8")})`;
      await page.evaluate(`void playInPage(
        { addresses: ${addresses}, contentId: "${contentId}", sequencerUrl: "${sequencerUrl}" },
        (text) => { said.push(text); document.querySelector("output").textContent = text; },
      ).then(
        (result) => { outcome = { result }; },
        ({ message: failure, name, retryable }) => { outcome = { failure, name, retryable }; },
      )`);
    },
    /** Plays as soon as there is something to play, `speed` times as fast as life. */
    play: (speed: number) =>
      page.evaluate(
        `(() => {
        const video = document.querySelector("video");
        // the default too, which a new source takes
        video.playbackRate = video.defaultPlaybackRate = speed;
        // not waited for: a page that stops before its media has nothing to play
        video.play().catch(() => {});
      })()`.replace("speed", String(speed)),
      ),
    pause: () => page.evaluate(`document.querySelector("video").pause()`),
    /** Waits until `isSo`, an expression over {@link Seen}; throws what was seen when playing ends before. */
    async until(isSo: string): Promise<Seen> {
      const found = `(() => { const seen = ${SEEN}; const { time, bufferedUntil, ended, result, failure } = seen;
        return (${isSo}) || failure !== undefined || result !== undefined ? seen : undefined; })()`;
      const handle = await page.waitForFunction(found, undefined, { timeout: PATIENCE_MS, polling: 50 });
      return (await handle.jsonValue()) as Seen;
    },
    kept: () =>
      page.evaluate(KEPT) as Promise<{ extractable: boolean; rows: { channelId: Hex; fields: string[] }[] }>,
  };
}
