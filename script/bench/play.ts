// SPDX-License-Identifier: GPL-3.0-or-later
// A work in a real Chromium: ours, encrypted, verified and from several edges, beside hls.js and Shaka with their defaults and the same
// media in the clear, all over lines of the same rate and round trip. The edges are ours, over a store in memory and without a chain; a
// lying one answers what an edge would. Pictures are small, and filled up to the rates of the publisher's qualities: it is the network
// that is tried, not the decoder.
// Run: npm run bench:play; with --traces the two hard networks too, played to their ends, which takes four minutes.
import Hls from "hls.js";
import { installPeers, peerVersion } from "./peers/install.ts";
import { openBrowser } from "./play/browser.ts";
import { startCommittee } from "./play/committee.ts";
import { measureFirstFrame } from "./play/firstFrame.ts";
import { measureHardTraces } from "./play/hardTraces.ts";
import { measureLyingEdge } from "./play/lyingEdge.ts";
import { measureMainThread } from "./play/mainThread.ts";
import { serveWork } from "./play/servers.ts";
import { playedWork } from "./play/work.ts";

const SHORT_SEC = 16;

await installPeers();
const browser = await openBrowser();
console.log(`Chromium ${browser.version}, hls.js ${Hls.version}, Shaka ${peerVersion("shaka-player")}\n`);
const missed: string[] = [];
try {
  const { committee, close } = await startCommittee();
  const work = await playedWork(SHORT_SEC, committee);
  const servers = await serveWork(work, committee);
  try {
    missed.push(...(await measureFirstFrame(browser, servers)));
    missed.push(...(await measureMainThread(browser, servers, work)));
    missed.push(...(await measureLyingEdge(browser, servers, work)));
  } finally {
    await servers.close();
    close();
  }
  if (process.argv.includes("--traces")) missed.push(...(await measureHardTraces(browser)));
} finally {
  await browser.close();
}
console.log(missed.length === 0 ? "\nEvery goal is met." : `\nMissed:\n${missed.join("\n")}`);
