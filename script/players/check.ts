// SPDX-License-Identifier: GPL-3.0-or-later
// Other players and our works: `npm run check:players`. A stock Shaka Player plays an encrypted work from an edge's own URLs, by HLS playlists
// with a key for each fragment; hls.js plays it by our loader; both stop at fragments that are not in their places, and ffprobe takes every
// rendition. Downloads 24 MB, so it is no part of `npm test`.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { sampleBytes } from "../../agents/sdk/content/testing/sampleWork.ts";
import { WRONG_FROM, wrongWorks } from "../../agents/sdk/content/testing/wrongFragments.ts";
import { findBrowser } from "../../agents/sdk/testing/browser/findBrowser.ts";
import { readLadder } from "../../agents/sdk/testing/ladder/readLadder.ts";
import { endRows, row } from "../checkRows.ts";
import { playOurs } from "./ours.ts";
import { type Played, playShaka } from "./shaka.ts";
import { plainRendition, type Work } from "./work.ts";

const FOLDER = ".cache/players";
const FRAGMENT_SEC = 2;
const workKey = sampleBytes(32, 5);

mkdirSync(FOLDER, { recursive: true });
for (const file of ["package.json", "package-lock.json"])
  copyFileSync(new URL(file, import.meta.url), `${FOLDER}/${file}`);
execFileSync("npm", ["ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"], {
  cwd: FOLDER,
});
const shaka = readFileSync(`${FOLDER}/node_modules/shaka-player/dist/shaka-player.hls-es2021.js`, "utf8");

// fragments of one size, so that one of another rendition fits everywhere
const samples = readLadder([400_000, 400_000, 400_000]);
const { right, wrong } = await wrongWorks(samples, workKey);

console.log("| what | result |\n|---|---|");
for (const number of samples.keys()) await row(`ffprobe, ${samples[number]!.name}`, () => probe(number));
const browser = await chromium.launch({
  executablePath: findBrowser()!,
  args: ["--autoplay-policy=no-user-gesture-required", "--mute-audio"],
});
try {
  for (const [player, play] of [
    ["Shaka 5.2.12", (work: Work) => playShaka(browser, shaka, work, workKey)],
    ["hls.js, our loader", (work: Work) => playOurs(browser, work, workKey)],
  ] as const) {
    await row(`${player}, in their places`, async () => plays(await play(right)));
    for (const { what, work } of wrong)
      await row(`${player}, fragments ${what}`, async () => stops(await play(work)));
  }
} finally {
  await browser.close();
}
endRows();

function plays({ error, untilSec, isAtEnd }: Played): string {
  assert.deepEqual([error, isAtEnd], [undefined, true]);
  return `plays ${untilSec} s to the end`;
}

/** Nothing from the first wrong fragment on has come to the element. */
function stops({ error, untilSec, isAtEnd }: Played): string {
  assert.ok(error !== undefined && !isAtEnd, "it plays on");
  assert.ok(untilSec <= WRONG_FROM * FRAGMENT_SEC + 0.1, `${untilSec} s are in the element`);
  return `stops with ${untilSec} s: ${error}`;
}

async function probe(number: number): Promise<string> {
  const input = await plainRendition(right, number, workKey);
  const args = [
    "-v",
    "error",
    "-count_packets",
    "-show_entries",
    "stream=codec_name,nb_read_packets",
    "-of",
    "csv=p=0",
    "-i",
    "pipe:0",
  ];
  const { stdout, stderr, status } = spawnSync("ffprobe", args, { input, encoding: "utf8" });
  assert.deepEqual([status, stderr], [0, ""]);
  return stdout.trim().split("\n").join("; ");
}
