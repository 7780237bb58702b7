// SPDX-License-Identifier: GPL-3.0-or-later
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright-core";
import { startMemoryEdge } from "../../agents/edge/testing/memoryEdge.ts";
import { bytesUrl } from "../../agents/sdk/content/edgeApi.ts";
import type { Key } from "../../agents/sdk/encryption/keys.ts";
import { keyOf, type Work } from "./work.ts";

/** `untilSec`: how much has come to the element. */
export type Played = { error: string | undefined; untilSec: number; isAtEnd: boolean };

/**
 * Plays a work in a stock Shaka Player, which looks into the first fragment, one in the middle and the last before it plays, and knows of
 * it no more than playlists, keys, and the URL of its bytes on an edge.
 */
export async function playShaka(browser: Browser, script: string, work: Work, workKey: Key): Promise<Played> {
  const edge = await startMemoryEdge(work);
  const files: Record<string, [type: string, body: string | Uint8Array]> = {
    "/": [
      "text/html",
      '<!doctype html><title>Shaka</title><video muted></video><script src="/shaka.js"></script>',
    ],
    "/shaka.js": ["text/javascript", script],
    "/master.m3u8": ["application/vnd.apple.mpegurl", masterPlaylist(work)],
  };
  for (const [number, { init }] of work.manifest.renditions.entries()) {
    files[`/${number}.mp4`] = ["video/mp4", init];
    const playlist = await mediaPlaylist(work, number, bytesUrl(edge.edge, work.content), workKey);
    files[`/${number}.m3u8`] = ["application/vnd.apple.mpegurl", playlist];
  }
  const server = createServer(({ url }, response) => {
    const [type, body] = files[url!] ?? [];
    response.writeHead(body === undefined ? 404 : 200, { "content-type": type ?? "text/plain" }).end(body);
  }).listen(0, "localhost");
  await once(server, "listening");
  const page = await browser.newPage();
  try {
    await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
    await page.evaluate(UNTIL);
    return await page.evaluate<Played>(PLAY);
  } finally {
    await page.close();
    server.close().closeAllConnections();
    await edge.close(0);
  }
}

function masterPlaylist({ manifest }: Work): string {
  const lines = manifest.renditions.flatMap(({ codecs, width, height, fragments }, number) => [
    `#EXT-X-STREAM-INF:BANDWIDTH=${fragments[0]!.byteCount * 4 + number},CODECS="${codecs}",RESOLUTION=${width}x${height}`,
    `/${number}.m3u8`,
  ]);
  return ["#EXTM3U", "#EXT-X-VERSION:7", ...lines, ""].join("\n");
}

async function mediaPlaylist(work: Work, number: number, url: string, workKey: Key): Promise<string> {
  const { layout, chunks } = work;
  const startOf = (chunk: number) => chunks.slice(0, chunk).reduce((sum, { length }) => sum + length, 0);
  const fragments = layout.spans[number]!.map(async (span) => {
    const key = Buffer.from(await keyOf(work, span, workKey)).toString("base64");
    return [
      `#EXT-X-KEY:METHOD=AES-256-GCM,URI="data:application/octet-stream;base64,${key}"`,
      `#EXTINF:${span.endSec - span.startSec},`,
      `#EXT-X-BYTERANGE:${span.byteCount}@${startOf(span.firstChunk)}`,
      url,
    ].join("\n");
  });
  return [
    ...["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-TARGETDURATION:2", "#EXT-X-PLAYLIST-TYPE:VOD"],
    // the init segment is in the clear: it stands before all keys
    `#EXT-X-MAP:URI="/${number}.mp4"`,
    ...(await Promise.all(fragments)),
    ...["#EXT-X-ENDLIST", ""],
  ].join("\n");
}

/** In the page: the most that came to the element so far; a player that gives up empties it. */
export const UNTIL = `globalThis.untilSec = 0;
  setInterval(() => {
    const { buffered } = document.querySelector("video");
    if (buffered.length) untilSec = Math.max(untilSec, Math.round(10 * buffered.end(buffered.length - 1)) / 10);
  }, 5);`;

/** In the page: plays as fast as can be, until the end or until the player gives up. */
const PLAY = `(async () => {
  const video = document.querySelector("video");
  const player = new shaka.Player();
  const failed = new Promise((resolve) => player.addEventListener("error", ({ detail }) => resolve(detail)));
  const ended = new Promise((resolve) => video.addEventListener("ended", () => resolve(undefined)));
  await player.attach(video);
  // so that what is before a wrong fragment plays before that one is asked for
  player.configure({ streaming: { bufferingGoal: 2, rebufferingGoal: 0.1 } });
  const error = await player.load("/master.m3u8").then(() => {
    video.playbackRate = 4;
    video.play();
    return Promise.race([failed, ended]);
  }, (error) => error);
  return {
    error: error && (error.code ? "code " + error.code : String(error)),
    untilSec,
    isAtEnd: video.ended,
  };
})()`;
