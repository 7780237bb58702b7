// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { type AudioPlan, planLadder, rateOf, type VideoPlan } from "./policy.ts";
import type { Probe, VideoTrack } from "./probeVideo.ts";

const track: VideoTrack = {
  index: 0,
  width: 3_840,
  height: 2_160,
  frameRate: { frames: 25, seconds: 1 },
  meanFrameRate: 25,
  isHdr: false,
  isInterlaced: false,
  isRgb: false,
};

function probeOf(video: Partial<VideoTrack>, others: Partial<Probe> = {}): Probe {
  const sound = [{ index: 1 }];
  const base = { durationSec: 10, leadSec: 0, bitRate: 50e6, audio: sound, subtitles: [] };
  return { ...base, video: { ...track, ...video }, ...others };
}
const videosOf = (probe: Probe) => planLadder(probe)!.renditions as VideoPlan[];

test.each([
  [3_840, 2_160, "480p 854x480, 720p 1280x720, 1080p 1920x1080, 4K 3840x2160"],
  [1_920, 1_080, "480p 854x480, 720p 1280x720, 1080p 1920x1080"],
  [1_080, 1_920, "480p 480x854, 720p 720x1280, 1080p 1080x1920"],
  [2_560, 1_080, "480p 1138x480, 720p 1706x720, 1080p 2560x1080"],
  [1_919, 1_079, "480p 854x480, 720p 1280x720"],
  [854, 480, "480p 854x480"],
  [853, 479, "478p 852x478"],
  [640, 360, "360p 640x360"],
  [3, 3, "2p 2x2"],
  [1, 1, "2p 2x2"],
  [1_081, 1_081, "480p 480x480, 720p 720x720, 1080p 1080x1080"],
  // as wide as decoders take, so that 4K and what lies below are one
  [10_000, 1_000, "480p 4096x410"],
  [7_680, 4_320, "480p 854x480, 720p 1280x720, 1080p 1920x1080, 4K 3840x2160"],
])("%i×%i gives %s", (width, height, expected) => {
  const sizes = videosOf(probeOf({ width, height })).map(
    (plan) => `${plan.name} ${plan.width}x${plan.height}`,
  );
  assert.equal(sizes.join(", "), expected);
});

test("picture and sound together keep to the cap of the class in any 2 s, and to the source's rate", () => {
  // AAC may run a tenth above its rate
  const mostOf = ({ mostBitRate, bufferBits, sound }: VideoPlan) =>
    mostBitRate + bufferBits / 2 + (sound ? 1.1 * sound.bitRate : 0);
  const caps = [1.5e6, 3e6, 6e6, 15e6];
  for (const audio of [[{ index: 1 }], []])
    for (const [at, plan] of videosOf(probeOf({}, { audio })).entries())
      assert.ok(mostOf(plan) <= caps[at]! && mostOf(plan) > 0.97 * caps[at]! - 12_000, plan.name);
  for (const plan of videosOf(probeOf({}, { bitRate: 1e6 }))) assert.ok(mostOf(plan) <= 1e6);
  // a picture that hardly moves is not starved
  for (const plan of videosOf(probeOf({}, { bitRate: 1 }))) assert.equal(plan.mostBitRate, 80_000);
});

test.each([
  ["25/1", 25, "25/1", 50],
  ["30000/1001", 29.97, "30000/1001", 60],
  ["24000/1001", 23.976, "24000/1001", 48],
  ["60/1", 60, "60/1", 120],
  ["120/1", 120, "120/2", 120],
  ["120000/1001", 119.88, "120000/2002", 120],
  ["144/1", 144, "144/3", 96],
  ["25/2", 12.5, "25/2", 25],
  // a fragment of whole frames would not have 2 s
  ["73/10", 7.3, "10/1", 20],
  ["1/1", 1, "5/1", 10],
  ["1/10", 0.1, "5/1", 10],
  // it varies
  [undefined, 29.3, "30000/1001", 60],
  [undefined, 29.95, "30000/1001", 60],
  [undefined, 17, "20/1", 40],
  // a two-hundredth above a usual one is that
  [undefined, 25 / 0.995, "25/1", 50],
  [undefined, 240, "60/1", 120],
])("at %s frames a second, %d in the mean, renditions have %s, and fragments %i frames", (stated, mean, rate, count) => {
  const [frames, seconds] = (stated ?? "0/0").split("/").map(Number) as [number, number];
  const frameRate = stated ? { frames, seconds } : undefined;
  const [plan] = videosOf(probeOf({ frameRate, meanFrameRate: mean })) as [VideoPlan];
  assert.equal(`${plan.frameRate.frames}/${plan.frameRate.seconds}`, rate);
  assert.equal(plan.framesPerFragment, count);
  assert.equal(plan.frameCount, Math.round(10 * rateOf(plan.frameRate)));
});

test("tracks keep their names where these say something", () => {
  const audio = [
    { index: 1, language: "eng" },
    { index: 2, language: "pt_BR" },
    { index: 3, language: "und" },
    { index: 4, language: "a language", title: "\u0007Com\nments " },
    { index: 5, title: "  " },
  ];
  const { renditions, subtitles } = planLadder(
    probeOf({ width: 64, height: 48 }, { audio, subtitles: audio }),
  )!;
  const named = [
    ["en", "English"],
    ["pt-BR", "Brazilian Portuguese"],
    [undefined, "Track 3"],
    [undefined, "Com ments"],
    [undefined, "Track 5"],
  ];
  for (const tracks of [renditions, subtitles])
    assert.deepEqual(
      tracks.map(({ language, label }) => [language, label]),
      named,
    );
  assert.deepEqual(
    renditions.map(({ name }) => name),
    ["48p", "audio-2", "audio-3", "audio-4", "audio-5"],
  );
});

test("sound of its own is cut where the picture is", () => {
  const audio = [{ index: 1 }, { index: 2 }];
  const frameRate = { frames: 30_000, seconds: 1_001 };
  const plans = planLadder(probeOf({ width: 64, height: 48, frameRate }, { audio }))!.renditions;
  assert.equal((plans[1] as AudioPlan).samplesPerFragment, 96_096);
  // 300 frames
  assert.equal((plans[1] as AudioPlan).sound.sampleCount, 480_480);
});

test("sound alone is one rendition, with its cover as poster; without either there is nothing to encode", () => {
  const sound = { durationSec: 3, leadSec: 0, bitRate: 1, audio: [{ index: 0 }], subtitles: [] };
  const plan = planLadder({ ...sound, coverIndex: 1 })!;
  assert.deepEqual(plan.poster, { index: 1, atSec: 0 });
  assert.deepEqual(
    plan.renditions.map(({ name }) => name),
    ["audio"],
  );
  const [audio] = plan.renditions as [AudioPlan];
  assert.deepEqual([audio.sound.sampleCount, audio.samplesPerFragment], [3 * 48_000, 2 * 48_000]);
  assert.equal(planLadder(sound)!.poster, undefined);
  assert.equal(planLadder({ ...sound, audio: [] }), undefined);
  assert.equal(planLadder({ ...sound, durationSec: 0 }), undefined);
  assert.equal(planLadder(probeOf({}, { durationSec: Number.NaN })), undefined);
});
