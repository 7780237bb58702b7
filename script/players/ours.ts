// SPDX-License-Identifier: GPL-3.0-or-later
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { zeroAddress, zeroHash } from "viem";
import { serveSample } from "../../agents/sdk/content/testing/sampleEdge.ts";
import { keyHash } from "../../agents/sdk/encryption/keyProvider.ts";
import type { Key } from "../../agents/sdk/encryption/keys.ts";
import { serveBundle } from "../../agents/sdk/testing/browser/serveBundle.ts";
import { type Played, UNTIL } from "./shaka.ts";
import type { Work } from "./work.ts";

const ENTRY = fileURLToPath(new URL("../../agents/sdk/testing/browser/ladderPage.ts", import.meta.url));
const court = { chainId: 31_337, contentCourt: zeroAddress };

/** Plays a work in hls.js by the SDK's player. */
export async function playOurs(browser: Browser, work: Work, workKey: Key): Promise<Played> {
  const { edge, close } = await serveSample({ ...work, court });
  const served = await serveBundle(ENTRY, { body: "<video muted></video>" });
  const page = await browser.newPage();
  try {
    await page.goto(served.url + keyHash(workKey), { waitUntil: "load" });
    const { leafCount, byteCount, ...content } = work.content;
    const given = {
      content: {
        ...{ ...content, leafCount: String(leafCount), byteCount: String(byteCount) },
        ...{ publisher: zeroAddress, payee: zeroHash, live: false },
      },
      ...{ court, edges: [edge] },
    };
    await page.evaluate(UNTIL);
    await page.evaluate(`void playLadder(${JSON.stringify(given)})`);
    await page.evaluate(`(() => { const video = document.querySelector("video");
      video.playbackRate = video.defaultPlaybackRate = 4; void video.play().catch(() => {}); })()`);
    await page.waitForFunction("seen.end !== undefined", undefined, { timeout: 60_000 });
    return await page.evaluate<Played>(`({
      error: seen.end === "played" ? undefined : seen.end.split(";")[0],
      ...{ untilSec, isAtEnd: seen.end === "played" },
    })`);
  } finally {
    await page.close();
    served.close();
    close();
  }
}
