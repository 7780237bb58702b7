// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from "mediabunny";
import { test } from "vitest";
import { type FragmentSpan, fileRendition } from "../content/layout.ts";
import type { Manifest, Rendition } from "../content/manifestFields.ts";
import { sampleMp4, sampleWebm } from "../testing/sampleMedia.ts";
import { samplePage } from "../testing/samplePage.ts";
import { playIn } from "./playIn.ts";

const CHUNK = 4_096;

/** The samples of a media file, in order. */
async function samplesOf(bytes: Uint8Array): Promise<Buffer[]> {
  const input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
  const track = await input.getPrimaryAudioTrack();
  const samples: Buffer[] = [];
  for await (const packet of new EncodedPacketSink(track!).packets()) samples.push(Buffer.from(packet.data));
  return samples;
}

/** `media` as a work of one rendition, in fragments of 4 KiB. */
function piecesOf(media: Uint8Array) {
  const count = Math.ceil(media.length / CHUNK);
  const pieces = Array.from({ length: count }, (_, fragment) => {
    const bytes = media.slice(fragment * CHUNK, (fragment + 1) * CHUNK);
    return [bytes, { fragment } as FragmentSpan] as const;
  });
  const rendition = {
    ...fileRendition({ name: "original", mediaType: "audio/mp4" }, 1, 1, 0),
    fragments: pieces.map(([{ length }]) => ({ byteCount: length, duration: 1 })),
  };
  const begin = async (player: ReturnType<typeof playIn>) => {
    await player.onManifest({ renditions: [rendition] as readonly Rendition[] } as Manifest, rendition);
  };
  return { pieces, begin };
}

/** Plays `media` chunk by chunk, as {@link play} does, for a viewer whose clock runs. */
async function playAll(media: Uint8Array, page: ReturnType<typeof samplePage>, bytes = media.length) {
  const player = playIn(page.video, page.page);
  const { pieces, begin } = piecesOf(media);
  const clock = setInterval(() => page.play(1_000), 1);
  try {
    await begin(player);
    for (const [piece, span] of pieces.slice(0, Math.ceil(bytes / CHUNK))) await player.onBytes(piece, span);
    await player.onEnd();
  } finally {
    clearInterval(clock);
  }
}

const FILES: Record<string, [media: Uint8Array, mime: string]> = {
  "an MP4 with its index in front": [await sampleMp4(4, "in-memory"), 'audio/mp4; codecs="mp4a.40.2"'],
  "an MP4 with its index at the end": [await sampleMp4(4, false), 'audio/mp4; codecs="mp4a.40.2"'],
  "an MP4 in fragments": [await sampleMp4(4, "fragmented"), 'audio/mp4; codecs="mp4a.40.2"'],
  "a WebM": [await sampleWebm(4), 'audio/mp4; codecs="opus"'],
};
for (const [what, [media, mime]] of Object.entries(FILES)) {
  test(`${what} plays: with codecs, one append at a time, in fragments, every sample`, async () => {
    const page = samplePage();
    await playAll(media, page);
    assert.deepEqual(page.mimes, [mime]);
    assert.ok(page.isAtEnd());
    const bytes = page.bytes();
    assert.ok(bytes.includes("moof") && bytes.includes("mvex"));
    assert.deepEqual(await samplesOf(bytes), await samplesOf(media));
  });
}

test("media goes into the first container that the browser takes, and sound alone names its own", async () => {
  const mimes = async (media: Uint8Array, isTaken: (mime: string) => boolean) => {
    const page = samplePage({ isTaken });
    await playAll(media, page);
    return { mimes: page.mimes, samples: await samplesOf(page.bytes()) };
  };
  const opus = await sampleWebm(4);
  assert.deepEqual(await mimes(opus, (mime) => !mime.includes("mp4")), {
    mimes: ['audio/webm; codecs="opus"'],
    samples: await samplesOf(opus),
  });
  // a browser that takes MP3 takes it for MP3 alone
  const aac = await sampleMp4(4, "in-memory");
  await assert.rejects(
    mimes(aac, (mime) => mime === "audio/mpeg"),
    /this browser cannot play the media \(mp4a\.40\.2\); try another browser/,
  );
});

test("a player that gets no media ends the playing, which would wait for ever", async () => {
  const page = samplePage({ isTaken: () => false });
  const player = playIn(page.video, page.page);
  const media = await sampleMp4(4, "in-memory");
  const { pieces, begin } = piecesOf(media);
  await begin(player);
  const begins = player.playback.begins(0);
  begins.catch(() => {});
  const all = (async () => {
    for (const [piece, span] of pieces) await player.onBytes(piece, span);
    await player.onEnd();
  })();
  await assert.rejects(all, /cannot play/);
  await assert.rejects(begins, /this browser cannot play the media/);
});

test("when no more chunks come, what came is played to its end", async () => {
  const media = await sampleMp4(4, "in-memory");
  const page = samplePage();
  const player = playIn(page.video, page.page);
  const { pieces, begin } = piecesOf(media);
  await begin(player);
  for (const [piece, span] of pieces.slice(0, 10)) await player.onBytes(piece, span);
  player.onFailure(new Error("no edge"));
  while (!page.isAtEnd()) await new Promise((resolve) => setImmediate(resolve));
  assert.ok((await samplesOf(page.bytes())).length > 0);
  page.play(1_000_000);
  assert.equal(await player.playback.begins(1_000_000), false);
});

test("no more is taken than the element holds ready, and a full buffer is waited for", async () => {
  const media = await sampleMp4(200, "fragmented");
  const page = samplePage({ quotaBytes: 60_000 });
  let taken = 0;
  const player = playIn(page.video, { ...page.page, aheadSec: 40 });
  const { pieces, begin } = piecesOf(media);
  await begin(player);
  const all = (async () => {
    for (const [piece, span] of pieces) {
      await player.onBytes(piece, span);
      taken += piece.length;
    }
    await player.onEnd();
  })();
  const stands = async () => {
    for (let before = -1; before !== taken; ) {
      before = taken;
      for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    }
  };
  await stands();
  assert.ok(taken > 0 && taken < media.length / 4, `a viewer who does not play holds ${taken} bytes`);
  const playing = setInterval(() => page.play(50), 1);
  await all.finally(() => clearInterval(playing));
  assert.deepEqual(await samplesOf(page.bytes()), await samplesOf(media));
});

test("a part of a file ends where it ends, and what is no media is told", async () => {
  const media = await sampleMp4(4, "in-memory");
  const page = samplePage();
  await playAll(media, page, CHUNK * 10);
  assert.ok(page.isAtEnd() && page.bytes().includes("moof"));
  const noise = Uint8Array.from({ length: 20_000 }, (_, at) => (at * at) % 253);
  await assert.rejects(playAll(noise, samplePage()), /format/i);
});
