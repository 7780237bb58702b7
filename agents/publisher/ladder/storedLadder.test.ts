// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "vitest";
import type { Ladder } from "./encodeLadder.ts";
import { keepLadder, readLadder } from "./storedLadder.ts";
import { newDirectory } from "./testing/madeLadder.ts";

const sample = (directory: string): Ladder => ({
  renditions: [
    {
      ...{
        name: "480p",
        kind: "video",
        codecs: "avc1.64001e,mp4a.40.2",
        width: 854,
        height: 480,
        frameRate: 24,
      },
      ...{ language: "en", label: "English", bandwidth: 8, averageBandwidth: 8, timescale: 12_288 },
      init: Buffer.from("init"),
      fragments: [{ path: join(directory, "480p", "0.m4s"), byteCount: 2, duration: 24_576 }],
    },
  ],
  poster: join(directory, "extras", "poster.jpg"),
  subtitles: [{ path: join(directory, "extras", "3.vtt"), label: "Track 1" }],
});

test("a ladder that is kept is read back, wherever its directory was moved to", async () => {
  const [made, moved] = [newDirectory(), newDirectory()];
  await keepLadder(made, sample(made));
  mkdirSync(join(moved, "480p"));
  writeFileSync(join(moved, "480p", "init.mp4"), "init");
  writeFileSync(join(moved, "ladder.json"), readFileSync(join(made, "ladder.json")));
  assert.deepEqual(await readLadder(moved), sample(moved));
});

test("a ladder whose paths leave its directory is refused", async () => {
  const directory = newDirectory();
  await keepLadder(directory, sample(join(directory, "..")));
  await assert.rejects(readLadder(directory), /Invalid/);
});
