// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "vitest";
import type { Manifest, Rendition } from "../content/manifestFields.ts";
import { MASTER_URL, masterPlaylist, mediaPlaylist, placeOf } from "./playlists.ts";

const rendition = (name: string, byteCount: number, more: Partial<Rendition> = {}): Rendition => ({
  ...({
    kind: "video",
    name,
    mediaType: "video/mp4",
    codecs: "avc1.64001f,mp4a.40.2",
    timescale: 12_800,
  } as const),
  ...{ width: 1_280, height: 720, frameRate: 29.97, init: Uint8Array.of(1) },
  fragments: [
    { byteCount, duration: 25_600 },
    { byteCount: byteCount / 2, duration: 12_801 },
  ],
  ...more,
});
const manifest = {
  renditions: [
    rendition("480p", 250_000),
    rendition("720p", 1_000_000),
    rendition("English", 500, { kind: "text", mediaType: "text/vtt" }),
    rendition("sound", 40_000, { kind: "audio", mediaType: "audio/mp4", codecs: "opus" }),
  ],
} as unknown as Manifest;

test("the playlist of all qualities names each video with its highest and mean rate, size and codecs, once more with the other sound", () => {
  assert.equal(
    masterPlaylist(manifest),
    `#EXTM3U
#EXT-X-VERSION:7
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-STREAM-INF:BANDWIDTH=4000000,AVERAGE-BANDWIDTH=3999844,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=29.970
https://work.invalid/1/playlist.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=1000000,AVERAGE-BANDWIDTH=999961,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=29.970
https://work.invalid/0/playlist.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=4000003,AVERAGE-BANDWIDTH=3999847,CODECS="avc1.64001f,opus",RESOLUTION=1280x720,FRAME-RATE=29.970
https://work.invalid/1-3/playlist.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=1000003,AVERAGE-BANDWIDTH=999964,CODECS="avc1.64001f,opus",RESOLUTION=1280x720,FRAME-RATE=29.970
https://work.invalid/0-3/playlist.m3u8
`,
  );
});

test("the playlist of a rendition has each fragment with its exact duration", () => {
  assert.equal(
    mediaPlaylist(manifest, { rendition: 1 }),
    `#EXTM3U
#EXT-X-VERSION:7
#EXT-X-TARGETDURATION:2
#EXT-X-PLAYLIST-TYPE:VOD
#EXT-X-MAP:URI="https://work.invalid/1/init.mp4"
#EXTINF:2.000000,
https://work.invalid/1/f0.m4s
#EXTINF:1.000078,
https://work.invalid/1/f1.m4s
#EXT-X-ENDLIST
`,
  );
});

test("every URL of a playlist is read back, and no other is", () => {
  const urls = (text: string) => text.match(/https:[^"\n]+/g) ?? [];
  assert.deepEqual(placeOf(MASTER_URL), { kind: "master" });
  assert.deepEqual(urls(masterPlaylist(manifest)).map(placeOf), [
    { kind: "playlist", rendition: 1 },
    { kind: "playlist", rendition: 0 },
    { kind: "playlist", rendition: 1, sound: 3 },
    { kind: "playlist", rendition: 0, sound: 3 },
  ]);
  assert.deepEqual(urls(mediaPlaylist(manifest, { rendition: 1, sound: 3 })).map(placeOf), [
    { kind: "init", rendition: 1, sound: 3 },
    { kind: "fragment", rendition: 1, sound: 3, fragment: 0 },
    { kind: "fragment", rendition: 1, sound: 3, fragment: 1 },
  ]);
  for (const url of [
    ...["", "https://work.invalid/", "https://work.invalid/1/f.m4s", "https://work.invalid/x/f1.m4s"],
    ...[
      "https://elsewhere.example/1/f1.m4s",
      "https://work.invalid/1/f1.m4s?x",
      "https://work.invalid/1/g1.m4s",
    ],
  ])
    assert.equal(placeOf(url), undefined, url);
});
