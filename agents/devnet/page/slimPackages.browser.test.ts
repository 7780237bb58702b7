// SPDX-License-Identifier: GPL-3.0-or-later
// What slimPackages.ts leaves of hls.js plays a work in qualities: to its end, through a choice of the quality, and through jumps.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { zeroAddress, zeroHash } from "viem";
import { test } from "vitest";
import { serveSample } from "../../sdk/content/testing/sampleEdge.ts";
import { sampleRenditions } from "../../sdk/content/testing/sampleRenditions.ts";
import { sampleBytes } from "../../sdk/content/testing/sampleWork.ts";
import { keyHash } from "../../sdk/encryption/keyProvider.ts";
import { findBrowser } from "../../sdk/testing/browser/findBrowser.ts";
import { serveBundle } from "../../sdk/testing/browser/serveBundle.ts";
import { readLadder } from "../../sdk/testing/ladder/readLadder.ts";
import { slimPackages } from "./slimPackages.ts";

const ENTRY = fileURLToPath(new URL("../../sdk/testing/browser/ladderPage.ts", import.meta.url));
const SECONDS = 16;

test("a work in qualities plays to its end after jumps and a choice of the quality, by what is left of hls.js", async (t) => {
  const workKey = sampleBytes(32, 5);
  const work = await sampleRenditions(readLadder(), { workKey });
  const court = { chainId: 31_337, contentCourt: zeroAddress };
  const { edge, close } = await serveSample({ ...work, court });
  t.onTestFinished(close);
  const served = await serveBundle(ENTRY, { body: "<video muted></video>", plugins: [slimPackages()] });
  t.onTestFinished(served.close);
  const browser = await chromium.launch({
    executablePath: findBrowser()!,
    args: ["--no-sandbox", "--autoplay-policy=no-user-gesture-required", "--mute-audio"],
  });
  t.onTestFinished(() => browser.close());
  const page = await browser.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  await page.goto(served.url + keyHash(workKey));
  const { leafCount, byteCount, ...committed } = work.content;
  const content = {
    ...{ ...committed, leafCount: String(leafCount), byteCount: String(byteCount) },
    ...{ publisher: zeroAddress, payee: zeroHash, live: false },
  };
  await page.evaluate(`void playLadder(${JSON.stringify({ content, court, edges: [edge] })});
    globalThis.video = document.querySelector("video");
    video.playbackRate = video.defaultPlaybackRate = 4; void video.play();`);
  await page.waitForFunction("video.currentTime > 2");
  await page.evaluate("video.currentTime = 11");
  await page.waitForFunction("video.currentTime > 11.5");
  await page.evaluate("video.currentTime = 1; pinQuality('144p')");
  await page.waitForFunction("seen.end !== undefined");
  const seen = await page.evaluate<{ end: string; paidSeconds: number; qualities: string[] }>("seen");
  assert.deepEqual([seen.end, seen.paidSeconds], ["played", SECONDS]);
  assert.equal(seen.qualities.at(-1), "144p");
  assert.deepEqual(faults, []);
});
