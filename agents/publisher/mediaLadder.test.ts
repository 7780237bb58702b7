// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, test } from "vitest";
import { readLadder } from "./ladder/storedLadder.ts";
import { hasFfmpeg } from "./ladder/testing/hasFfmpeg.ts";
import { makeSource } from "./ladder/testing/sources.ts";
import { ladderMedia, openVideo } from "./mediaLadder.ts";
import { wav } from "./testing/wav.ts";

const directory = mkdtempSync(join(tmpdir(), "tributary-ladder-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const CLIP = "agents/devnet/clips/tides";

test("what is no video is published as it is, and needs no ffmpeg", async () => {
  const path = join(directory, "sound.wav");
  writeFileSync(path, wav(100_000, 20_000));
  const media = await openVideo(path, { directory });
  assert.deepEqual(
    media.manifest.renditions.map(({ kind, mediaType }) => [kind, mediaType]),
    [["file", "audio/wav"]],
  );
  await media.close();
});

test.skipIf(!hasFfmpeg)(
  "two videos of one name are encoded at once, each by itself; one that is encoded already is said to be",
  async () => {
    const sources = ["one", "two"].map((folder, at) => {
      mkdirSync(join(directory, folder));
      return makeSource(join(directory, folder, "video.mp4"), [
        `color=c=${at ? "red" : "blue"}:size=64x48:rate=10:duration=3`,
      ]);
    });
    const encode = async (path: string, into: string) => {
      const media = await openVideo(path, { directory: join(directory, into) });
      const bytes = await Promise.all(
        [0, 1].map((fragment) => media.readFragment({ rendition: 0, fragment })),
      );
      return { media, bytes };
    };
    const together = await Promise.all(sources.map((path) => encode(path, "together")));
    for (const [at, path] of sources.entries()) {
      const alone = await encode(path, `alone-${at}`);
      assert.deepEqual(together[at]!.bytes, alone.bytes);
      await alone.media.close();
    }
    await assert.rejects(encode(sources[0]!, "together"), { name: "LockedError" });
    for (const { media } of together) await media.close();
    await (await encode(sources[0]!, "together")).media.close();
  },
);

test("a file that nobody can measure is refused for that reason", async () => {
  const path = join(directory, "text");
  writeFileSync(path, "no media");
  await assert.rejects(openVideo(path, { directory }), /The duration of .*text cannot be measured/);
  await assert.rejects(openVideo(join(directory, "nothing"), { directory }), /There is no file/);
});

test("encryption adds its bytes to each fragment, subtitles are a rendition, and a large picture is left out", async () => {
  const ladder = await readLadder(CLIP);
  const vtt = join(directory, "english.vtt");
  writeFileSync(vtt, "WEBVTT\n\n00:00.000 --> 00:02.000\nWater\n");
  const subtitles = [{ path: vtt, language: "en", label: "English" }];
  const poster = join(directory, "poster.jpg");
  writeFileSync(poster, new Uint8Array(65_537));
  const [plain, sealed] = await Promise.all(
    (["none", "aes-256-gcm"] as const).map((encryption) =>
      ladderMedia(CLIP, { ...ladder, subtitles, poster }, { encryption }),
    ),
  );
  const sizes = ({ manifest }: typeof plain & {}) =>
    manifest.renditions.flatMap(({ fragments }) => fragments.map(({ byteCount }) => byteCount));
  assert.deepEqual(
    sizes(sealed!),
    sizes(plain!).map((bytes) => bytes + 32),
  );
  assert.equal(plain!.manifest.poster, undefined);
  const { kind, name, language, mediaType } = plain!.manifest.renditions.at(-1)!;
  assert.deepEqual([kind, name, language, mediaType], ["text", "English", "en", "text/vtt"]);
  const read = await sealed!.readFragment({ rendition: 4, fragment: 0 });
  assert.deepEqual(Buffer.from(read), readFileSync(vtt));
});

test("a file of a ladder that has another length than its ladder says ends the publication", async () => {
  const ladder = await readLadder(CLIP);
  const path = join(directory, "cut.m4s");
  writeFileSync(path, "cut");
  ladder.renditions[0]!.fragments[0]!.path = path;
  const media = await ladderMedia(CLIP, ladder);
  await assert.rejects(
    media.readFragment({ rendition: 0, fragment: 0 }),
    /changed while it was being published/,
  );
});
