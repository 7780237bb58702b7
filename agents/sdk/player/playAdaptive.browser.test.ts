// SPDX-License-Identifier: MIT
// A work in three qualities, encrypted, in a real Chromium: what it shows, what it pays, and what it refuses.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { zeroAddress, zeroHash } from "viem";
import { afterAll, beforeAll, onTestFinished, test } from "vitest";
import { waitFor } from "../../localnet/waitFor.ts";
import { type SampleEdgeParameters, serveSample } from "../content/testing/sampleEdge.ts";
import { sampleRenditions } from "../content/testing/sampleRenditions.ts";
import { sampleBytes } from "../content/testing/sampleWork.ts";
import { keyHash } from "../encryption/keyProvider.ts";
import { findBrowser } from "../testing/browser/findBrowser.ts";
import { serveBundle } from "../testing/browser/serveBundle.ts";
import { readLadder } from "../testing/ladder/readLadder.ts";

const ENTRY = fileURLToPath(new URL("../testing/browser/ladderPage.ts", import.meta.url));
const court = { chainId: 31_337, contentCourt: zeroAddress };
const workKey = sampleBytes(32, 5);
const SECONDS = 16;
/** Half of what the best quality takes. */
const FALLEN_BYTES_PER_MS = 50;

type Work = Awaited<ReturnType<typeof sampleRenditions>>;
type Seen = {
  paidSeconds: number;
  qualities: string[];
  forbidden: string[];
  failures: string[];
  end?: string;
  time: number;
  height: number;
};

let browser: Browser;
let work: Work;
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: findBrowser()!,
    args: ["--autoplay-policy=no-user-gesture-required", "--mute-audio"],
  });
  work = await sampleRenditions(readLadder([200_000, 400_000, 800_000]), { workKey });
});
afterAll(() => browser?.close());

/** A page that plays the work from edges that answer as `answers` say. */
async function pageOf(answers: SampleEdgeParameters["answer"][], hash = keyHash(workKey), startSec = 0) {
  const edges = await Promise.all(
    answers.map((answer) => serveSample({ ...work, court, ...(answer && { answer }) })),
  );
  const hosts = edges.map(({ edge }) => edge.endpoint).join(" ");
  const policy = `default-src 'self'; media-src blob:; connect-src 'self' ${hosts}`;
  const headers = { "content-security-policy": policy };
  const served = await serveBundle(ENTRY, { headers, body: "<video muted controls></video>" });
  const page = await browser.newPage();
  const unhandled: string[] = [];
  page.on("pageerror", ({ message }) => unhandled.push(message));
  onTestFinished(async () => {
    await page.close();
    served.close();
    for (const { close } of edges) close();
    assert.deepEqual(unhandled, []);
  });
  await page.goto(served.url + hash, { waitUntil: "load" });
  const { leafCount, byteCount, ...content } = work.content;
  const given = {
    content: {
      ...{ ...content, leafCount: String(leafCount), byteCount: String(byteCount) },
      ...{ publisher: zeroAddress, payee: zeroHash, live: false },
    },
    ...{ court, edges: edges.map(({ edge }) => edge), startSec },
  };
  await page.evaluate(`void playLadder(${JSON.stringify(given)})`);
  const seen = `(() => { const { currentTime: time, videoHeight: height } = document.querySelector("video");
    return { ...globalThis.seen, time, height }; })()`;
  return {
    page,
    seen: () => page.evaluate<Seen>(seen),
    play: (rate: number) =>
      page.evaluate(`(() => { const video = document.querySelector("video");
        video.playbackRate = video.defaultPlaybackRate = ${rate}; return video.play(); })()`),
    /** Waits until `isSo`, or until playing ends. The page's policy forbids to look from inside. */
    async until(isSo: (now: Seen) => boolean): Promise<Seen> {
      for (;;) {
        const now = await page.evaluate<Seen>(seen);
        if (isSo(now) || now.end !== undefined) return now;
        await page.waitForTimeout(20);
      }
    },
  };
}

test("plays an encrypted work under a strict policy, climbs to the best quality, and pays each second once", async () => {
  const { play, until, page, seen } = await pageOf([undefined]);
  await until(({ height }) => height > 0);
  assert.equal((await seen()).paidSeconds, 0, "what is ready is not played");
  await play(2);
  await until(({ time }) => time > 3);
  await page.evaluate(`document.querySelector("video").pause()`);
  const paused = await seen();
  assert.ok(Math.abs(paused.paidSeconds - Math.ceil(paused.time)) <= 1, JSON.stringify(paused));
  // back to what was paid: it costs nothing more
  await page.evaluate(`document.querySelector("video").currentTime = 0`);
  await play(4);
  const { paidSeconds, qualities, forbidden, end, failures } = await until(() => false);
  assert.equal(end, "played");
  // WebAssembly alone, for hashing, was asked for
  assert.deepEqual([paidSeconds, [...new Set(forbidden)], failures], [SECONDS, ["script-src"], []]);
  assert.equal(qualities[0], "72p");
  assert.equal(qualities.at(-1), "288p");
});

test("a jump plays from there, and seconds that were jumped over are not paid", async () => {
  const { play, until, page, seen } = await pageOf([undefined]);
  await until(({ height }) => height > 0);
  await page.evaluate(`document.querySelector("video").currentTime = 9`);
  await play(2);
  await until(({ time }) => time > 12);
  const { paidSeconds, time } = await seen();
  assert.ok(paidSeconds >= 2 && paidSeconds <= Math.ceil(time - 9) + 1, `${paidSeconds} of ${time - 9}`);
});

test("when the network falls, the quality falls with it, and the work plays to its end", async () => {
  // the best quality is reached, and one fragment of it is there
  const from = work.layout.spans[2]![5]!.firstChunk;
  let hasFallen = false;
  const { play, until } = await pageOf([
    async (chunk, index) => {
      hasFallen ||= index >= from;
      if (hasFallen) await sleep(chunk.length / FALLEN_BYTES_PER_MS);
      return chunk;
    },
  ]);
  // what plays meanwhile would make it a matter of speed which fragment is the first of the best quality
  await waitFor("the best quality", async () => hasFallen);
  await play(2);
  const { end, qualities, paidSeconds } = await until(() => false);
  assert.deepEqual([end, paidSeconds], ["played", SECONDS]);
  const best = qualities.indexOf("288p");
  assert.ok(best > 0 && /^(72|144)p$/.test(qualities.slice(best).at(-1)!), qualities.join());
});

test("a start in the middle plays from there, and what is left out is not paid", async () => {
  const { play, until } = await pageOf([undefined], keyHash(workKey), 9);
  await play(4);
  const { end, paidSeconds } = await until(() => false);
  assert.equal(end, "played");
  assert.ok(paidSeconds >= SECONDS - 9 && paidSeconds <= SECONDS - 9 + 1, String(paidSeconds));
});

test("a pinned quality holds", async () => {
  const { play, until, page } = await pageOf([undefined]);
  await page.evaluate(`pinQuality("144p")`);
  await play(4);
  const { end, qualities } = await until(() => false);
  assert.equal(end, "played");
  assert.deepEqual(
    [...new Set(qualities)].filter((name) => name !== "72p"),
    ["144p"],
  );
});

test("an edge that lies at every second chunk brings no wrong byte in, and is said to", async () => {
  const lie = (chunk: Uint8Array, index: number) => (index % 2 ? chunk.with(7, chunk[7]! ^ 1) : chunk);
  const { play, until } = await pageOf([lie, undefined]);
  await play(4);
  const { end, failures, paidSeconds } = await until(() => false);
  assert.deepEqual([end, paidSeconds], ["played", SECONDS]);
  assert.ok(
    failures.length > 0 && failures.every((reason) => reason.includes("bytes that are not the chunk's")),
  );
});

test("without its key, and with another's, a work says what is wrong, and nothing is paid", async () => {
  for (const [hash, why] of [
    ["", /KeysMissing: the work is encrypted/],
    [keyHash(sampleBytes(32, 6)), /FragmentSealed: the fragment does not open with its key/],
  ] as const) {
    const { until, seen } = await pageOf([undefined], hash);
    await until(() => false);
    const { end, paidSeconds } = await seen();
    assert.match(end!, why);
    assert.equal(paidSeconds, 0);
  }
});

test("when no edge serves more, what came is played and paid, and playing fails for that reason", async () => {
  const { firstChunk } = work.layout.spans[0]![4]!;
  const isGone = (index: number) =>
    work.layout.spans.some((spans) => index >= spans[4]!.firstChunk && index <= spans.at(-1)!.firstChunk);
  const { play, until } = await pageOf([(chunk, index) => (isGone(index) ? 404 : chunk)]);
  assert.ok(isGone(firstChunk));
  await play(4);
  const { end, paidSeconds } = await until(() => false);
  assert.match(end!, /ChunkUnavailableError: No edge served chunk/);
  assert.equal(paidSeconds, 8);
});
