// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "vitest";
import type { Rendition } from "./encodeLadder.ts";
import { rateOf, type VideoPlan } from "./policy.ts";
import { hasFfmpeg } from "./testing/hasFfmpeg.ts";
import {
  bytesOf,
  decode,
  ladderOf,
  type MadeLadder,
  madeLadder,
  newDirectory,
  runsOfRendition,
} from "./testing/madeLadder.ts";
import { makeSource, picture, sound } from "./testing/sources.ts";

const SMALL = "64x48";

const TURNED = ["-metadata:s:v:0", "rotate=90"];
const sizesOf = (renditions: readonly Rendition[]) =>
  renditions.map(({ name, width, height }) => `${name} ${width}x${height}`);

describe.skipIf(!hasFfmpeg)("the ladder, by ffmpeg", () => {
  test("all renditions change at the same frames, and at the same samples of sound", async () => {
    const { ladder } = await madeLadder("film.mkv", [picture("1280x720", 12, 5), sound(5)]);
    const [low, high] = ladder.renditions as [Rendition, Rendition];
    assert.deepEqual(sizesOf(ladder.renditions), ["480p 854x480", "720p 1280x720"]);
    assert.equal(low.timescale, high.timescale);
    const durations = low.fragments.map(({ duration }) => duration / low.timescale);
    assert.deepEqual(durations, [2, 2, 1]);
    const timesOf = (rendition: Rendition) =>
      runsOfRendition(rendition).map(({ vide, soun }) =>
        [vide!, soun!].map(({ decodeTime, sampleCount, duration }) => [decodeTime, sampleCount, duration]),
      );
    assert.deepEqual(timesOf(low), timesOf(high));
    ladder.renditions.forEach(decode);
    for (const rendition of ladder.renditions)
      for (const run of runsOfRendition(rendition)) assert.ok(run.vide!.startsWithKeyFrame);
  });

  test("each rendition says what it is: codecs, rates, sizes, and bandwidth as its fragments are", async () => {
    const { ladder } = await madeLadder("film.mp4", [picture("852x480", 10, 3), sound(3)]);
    const [only] = ladder.renditions as [Rendition];
    assert.match(only.codecs, /^avc1\.[0-9a-f]{6},mp4a\.40\.2$/);
    // the three bytes of the decoder's configuration, after its version
    const init = Buffer.from(only.init);
    const config = init.indexOf("avcC") + 5;
    assert.equal(only.codecs.slice(5, 11), init.toString("hex", config, config + 3));
    assert.deepEqual([only.width, only.height, only.frameRate, only.kind], [852, 480, 10, "video"]);
    const [first, last] = only.fragments.map(({ byteCount }) => byteCount * 8);
    assert.equal(only.bandwidth, Math.ceil(first! / 2));
    assert.equal(only.averageBandwidth, Math.ceil((first! + last!) / 3));
    for (const { path, byteCount } of only.fragments) assert.equal(readFileSync(path).length, byteCount);
    assert.equal(readFileSync(ladder.poster!).subarray(0, 3).toString("hex"), "ffd8ff");
  });

  test("no fragment is above the cap of its class, whatever the picture", async () => {
    const noise = "nullsrc=s=480x480:r=10:d=6,geq=random(1)*255:128:128";
    const { ladder } = await madeLadder("noise.mkv", [noise, sound(6)], "-qp", "0");
    assert.ok(ladder.renditions[0]!.bandwidth <= 1_500_000, `${ladder.renditions[0]!.bandwidth}`);
    assert.ok(ladder.renditions[0]!.averageBandwidth > 900_000);
  });

  const SOURCES: Record<string, () => Promise<MadeLadder>> = {
    "10 bits, HDR, and a variable frame rate": () =>
      madeLadder(
        "phone.mkv",
        [`${picture(SMALL, 30, 5)},select='gt(random(1),0.4)'`],
        ...["-vsync", "vfr", "-pix_fmt", "yuv420p10le"],
        ...["-color_trc", "smpte2084", "-colorspace", "bt2020nc", "-color_primaries", "bt2020"],
      ),
    "odd sizes in RGB, 7.3 frames a second": () =>
      madeLadder("screen.mkv", [picture("67x51", 7.3, 5)], "-c:v", "ffv1", "-pix_fmt", "gbrp"),
    "3 pixels, of which nothing moves": () =>
      madeLadder("three.mkv", [picture("3x3", 10, 0.1)], "-c:v", "ffv1"),
    "one second, upright, without sound": () => madeLadder("second.mp4", [picture("48x64", 10, 1)]),
    "interlaced, from hour 2 on": () =>
      madeLadder(
        "tv.ts",
        [picture(SMALL, 25, 3), sound(3)],
        ...["-flags", "+ilme", "-x264opts", "tff=1", "-output_ts_offset", "7200"],
      ),
    "30000/1001 frames a second": () => madeLadder("ntsc.mp4", [picture(SMALL, "30000/1001", 5), sound(5)]),
  };
  for (const [name, make] of Object.entries(SOURCES))
    test(`${name}: plays, in fragments of 2 s, every one from a key frame`, async () => {
      const { plan, ladder } = await make();
      for (const [at, rendition] of ladder.renditions.entries()) {
        const { frameCount, framesPerFragment, frameRate, width, height } = plan.renditions[at] as VideoPlan;
        const [video] = decode(rendition);
        assert.deepEqual([video!.width, video!.height, video!.pix_fmt], [width, height, "yuv420p"]);
        assert.equal(Number(video!.nb_read_frames), frameCount);
        const fragmentSec = framesPerFragment / rateOf(frameRate);
        assert.ok(Math.abs(fragmentSec - 2) < 0.0021, `${fragmentSec}`);
        const runs = runsOfRendition(rendition);
        for (const { vide } of runs) assert.ok(vide!.startsWithKeyFrame);
        const counts = runs.map(({ vide }) => vide!.sampleCount);
        assert.ok(counts.slice(0, -1).every((count) => count === framesPerFragment));
      }
    });

  test("a file that says how to turn and to widen its picture is as large as it is shown", async () => {
    const { path, directory } = await madeLadder("wide.mp4", [picture(SMALL, 10, 1)], "-vf", "setsar=2");
    const turned = makeSource(join(directory, "turned.mp4"), [path], ...["-c:v", "copy"], ...TURNED);
    const { ladder } = await ladderOf(turned, join(directory, "turned"));
    assert.deepEqual(sizesOf(ladder.renditions), ["48p 48x128"]);
    const [video] = decode(ladder.renditions[0]!);
    assert.deepEqual([video!.width, video!.height], [48, 128]);
  });

  test.each([
    { pictureSec: 1, soundSec: 5 },
    { pictureSec: 5, soundSec: 1 },
  ])("$pictureSec s of picture and $soundSec s of sound last 5 s both", async ({ pictureSec, soundSec }) => {
    const { ladder } = await madeLadder("film.mkv", [picture(SMALL, 10, pictureSec), sound(soundSec)]);
    decode(ladder.renditions[0]!);
    const runs = runsOfRendition(ladder.renditions[0]!);
    const frames = runs.reduce((sum, { vide }) => sum + vide!.sampleCount, 0);
    const samples = runs.reduce((sum, { soun }) => sum + soun!.duration, 0);
    assert.deepEqual([runs.length, frames], [3, 50]);
    // 1,024 samples before the beginning, which the edit list takes away
    assert.equal(samples, 5 * 48_000 + 1_024);
  });

  test("the first of five sound tracks is muxed in; each other is a rendition whose fragments keep step", async () => {
    const tracks = [440, 550, 660, 770, 880];
    const names = ["eng", "ger", "und", "fre", "ita"];
    const { ladder } = await madeLadder(
      "tracks.mkv",
      [picture(SMALL, 10, 5), ...tracks.map((frequency) => sound(5, frequency))],
      ...[0, 1, 2, 3, 4, 5].flatMap((input) => ["-map", `${input}`]),
      ...names.flatMap((language, at) => [`-metadata:s:a:${at}`, `language=${language}`]),
      ...["-metadata:s:a:3", "title=Kommentar\nder Regie"],
    );
    const [video, ...others] = ladder.renditions as [Rendition, ...Rendition[]];
    assert.deepEqual([video.language, video.label], ["en", "English"]);
    assert.deepEqual(
      others.map(({ name, kind, language, label, codecs }) => [name, kind, language, label, codecs]),
      [
        ["audio-2", "audio", "de", "German", "mp4a.40.2"],
        ["audio-3", "audio", undefined, "Track 3", "mp4a.40.2"],
        ["audio-4", "audio", "fr", "Kommentar der Regie", "mp4a.40.2"],
        ["audio-5", "audio", "it", "Italian", "mp4a.40.2"],
      ],
    );
    others.forEach(decode);
    for (const other of others) {
      assert.equal(other.fragments.length, video.fragments.length);
      runsOfRendition(other).forEach(({ soun }, at) => {
        const early = soun!.decodeTime - at * 2 * 48_000;
        assert.ok(early >= 0 && early < 1_024, `fragment ${at} begins ${early} samples late`);
      });
    }
  });

  test("a file of sound alone is one rendition, and a record's cover its poster", async () => {
    const { ladder } = await madeLadder(
      "song.m4a",
      [sound(4.5), "testsrc2=size=64x64:duration=0.04"],
      ...["-map", "0", "-map", "1", "-c:v", "png", "-frames:v", "1", "-disposition:v", "attached_pic"],
    );
    const [only, ...others] = ladder.renditions as [Rendition];
    assert.deepEqual([only.name, only.kind, only.width, others.length], ["audio", "audio", undefined, 0]);
    assert.equal(only.fragments.length, 3);
    decode(only);
    assert.equal(readFileSync(ladder.poster!).subarray(0, 3).toString("hex"), "ffd8ff");
  });

  test("subtitles become WebVTT", async () => {
    const lines = join(newDirectory(), "lines.srt");
    writeFileSync(lines, "1\n00:00:00,200 --> 00:00:00,800\nDag\n");
    const options = ["-c:s", "srt", "-metadata:s:s", "language=dut"];
    const { ladder } = await madeLadder("film.mkv", [picture(SMALL, 10, 1), lines], ...options);
    const [only] = ladder.subtitles;
    assert.deepEqual([only!.language, only!.label, ladder.subtitles.length], ["nl", "Dutch", 1]);
    assert.match(readFileSync(only!.path, "utf8"), /^WEBVTT\n\n00:00\.200 --> 00:00\.800\nDag\n/);
  });

  test("the same file gives the same bytes a second time", async () => {
    const { directory, path, ladder } = await madeLadder("film.mkv", [picture(SMALL, 10, 3), sound(3)]);
    const { ladder: again } = await ladderOf(path, join(directory, "again"));
    assert.ok(bytesOf(again.renditions[0]!).equals(bytesOf(ladder.renditions[0]!)));
    assert.ok(readFileSync(again.poster!).equals(readFileSync(ladder.poster!)));
  });
});
