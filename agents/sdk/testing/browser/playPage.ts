// SPDX-License-Identifier: MIT
import { readFileSync } from "node:fs";
import { chromium, type Page } from "playwright-core";
import type { Address, Hex } from "viem";
import { findBrowser } from "./findBrowser.ts";
import { servePage } from "./servePage.ts";

export type PlayPageParameters = {
  rpcUrl: string;
  deploymentPath: string;
  sequencerUrl: string;
  /** The account of the page's wallet; the node behind `rpcUrl` signs for it. */
  account: Address;
};

/** The state of the page's `<video>`, and what `playInPage` came to. */
export type Seen = {
  time: number;
  bufferedUntil: number;
  ended: boolean;
  result?: number;
  failure?: string;
};

const SEEN = `(() => {
  const { currentTime: time, buffered, ended } = document.querySelector("video");
  return { time, bufferedUntil: buffered.length && buffered.end(buffered.length - 1), ended, ...globalThis.outcome };
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

/** A page in a real browser that plays by the example `playInPage`, with a wallet in `ethereum`. */
export async function openPlayPage({ rpcUrl, deploymentPath, sequencerUrl, account }: PlayPageParameters) {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error("there is no Chromium: run node script/installBrowser.ts");
  const [served, browser] = await Promise.all([servePage(rpcUrl), chromium.launch({ executablePath })]);
  const page: Page = await browser.newPage();
  /** Errors that nobody handles. */
  const unhandled: string[] = [];
  page.on("pageerror", ({ stack, message }) => unhandled.push(stack ?? message));
  await page.addInitScript(walletOf(rpcUrl, account));
  const seen = () => page.evaluate(SEEN) as Promise<Seen>;

  return {
    page,
    unhandled,
    seen,
    /** Loads the page anew, and begins to play. */
    async open(contentId: Hex): Promise<void> {
      await page.goto(served.url);
      await page.waitForFunction("globalThis.playInPage");
      const given = `addressesOf(${readFileSync(deploymentPath, "utf8")}), "${contentId}", "${sequencerUrl}"`;
      await page.evaluate(`void playInPage(${given}).then(
        (result) => { outcome = { result }; },
        (error) => { outcome = { failure: error.message }; },
      )`);
    },
    /** Plays as soon as there is something to play, `speed` times as fast as life. */
    play: (speed: number) =>
      page.evaluate(
        `(() => {
        const video = document.querySelector("video");
        // the default too, which a new source takes
        video.playbackRate = video.defaultPlaybackRate = speed;
        return video.play();
      })()`.replace("speed", String(speed)),
      ),
    pause: () => page.evaluate(`document.querySelector("video").pause()`),
    /** Waits until `isSo`, an expression over {@link Seen}; throws what was seen when playing ends before. */
    async until(isSo: string): Promise<Seen> {
      const found = `(() => { const seen = ${SEEN}; const { time, bufferedUntil, ended, result, failure } = seen;
        return (${isSo}) || failure !== undefined || result !== undefined ? seen : undefined; })()`;
      const handle = await page.waitForFunction(found, undefined, { timeout: 0, polling: 50 });
      return (await handle.jsonValue()) as Seen;
    },
    kept: () =>
      page.evaluate(KEPT) as Promise<{ extractable: boolean; rows: { channelId: Hex; fields: string[] }[] }>,
    async close() {
      await browser.close();
      served.close();
    },
  };
}

/** A wallet that asks nobody, and leaves signing to the node. */
const walletOf = (rpcUrl: string, account: Address) => `
  globalThis.outcome = {};
  globalThis.ethereum = {
    async request({ method, params = [] }) {
      if (method === "eth_requestAccounts") return ["${account}"];
      const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
      const answer = await fetch("${rpcUrl}", { method: "POST", headers: { "content-type": "application/json" }, body });
      const { error, result } = await answer.json();
      if (error) throw Object.assign(new Error(error.message), error);
      return result;
    },
  };`;
