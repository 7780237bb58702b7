// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import type { AudioPlan, VideoPlan } from "./policy.ts";
import { createProgress, type LadderProgress } from "./progress.ts";

const video = (name: string, side: number) =>
  ({
    ...{ kind: "video", name, width: side, height: side },
    ...{ frameCount: 100, frameRate: { frames: 10, seconds: 1 } },
  }) as VideoPlan;

test("progress weighs renditions by their pixels, and tells the time left by the pace of this run alone", () => {
  const [small, large] = [video("480p", 100), video("720p", 200)];
  let nowMs = 0;
  let told: LadderProgress | undefined;
  const progress = createProgress([small, large], { nowMs: () => nowMs }, (now) => {
    told = now;
  });
  progress.skip(small);
  assert.deepEqual(told, { rendition: "480p", done: 0.2, secondsLeft: undefined });
  const onSeconds = progress.begin(large);
  nowMs = 6_000;
  onSeconds(5);
  assert.equal(told?.rendition, "720p");
  assert.ok(Math.abs(told!.done - 0.6) < 1e-9);
  assert.ok(Math.abs(told!.secondsLeft! - 6) < 1e-9);
  onSeconds(1_000);
  assert.ok(Math.abs(told!.done - 1) < 1e-9);
  progress.end(large);
  assert.deepEqual([told!.done, told!.secondsLeft], [1, 0]);
});

test("sound counts too", () => {
  const sound = { kind: "audio", name: "audio", sound: { sampleCount: 480_000 } } as AudioPlan;
  let done = 0;
  const progress = createProgress([sound], { nowMs: () => 0 }, (told) => {
    done = told.done;
  });
  progress.begin(sound)(5);
  assert.equal(done, 0.5);
});
