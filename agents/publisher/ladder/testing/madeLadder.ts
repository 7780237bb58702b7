// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { boxAt } from "../../../sdk/content/boxes.ts";
import { encodeLadder, type Ladder, type Rendition } from "../encodeLadder.ts";
import { findFfmpeg } from "../findFfmpeg.ts";
import { type LadderPlan, planLadder } from "../policy.ts";
import { type Probe, probeVideo } from "../probeVideo.ts";
import { runsOf, type TrackRun, tracksOf } from "../trackRuns.ts";
import { hasFfmpeg } from "./hasFfmpeg.ts";
import { makeSource } from "./sources.ts";

export type MadeLadder = { directory: string; path: string; probe: Probe; plan: LadderPlan; ladder: Ladder };

const finding = hasFfmpeg ? findFfmpeg() : undefined;
export const newDirectory = () => mkdtempSync(join(tmpdir(), "ladder-"));

/** The ladder of a file that ffmpeg makes of `inputs`. */
export async function madeLadder(
  name: string,
  inputs: readonly string[],
  ...options: string[]
): Promise<MadeLadder> {
  const directory = newDirectory();
  const path = makeSource(join(directory, name), inputs, ...options);
  return { directory, path, ...(await ladderOf(path, join(directory, "ladder"))) };
}

export async function ladderOf(path: string, directory: string) {
  const tools = await finding!;
  const probe = await probeVideo(path, tools);
  const plan = planLadder(probe)!;
  const ladder = await encodeLadder({ path, plan, directory, tools, preset: "ultrafast" });
  return { probe, plan, ladder };
}

/** The runs of each fragment, by the handler of their track. */
export function runsOfRendition({ init, fragments }: Rendition): Record<string, TrackRun>[] {
  const tracks = tracksOf(boxAt(init, ["moov"]).body);
  return fragments.map(({ path }) => {
    const runs = runsOf(boxAt(readFileSync(path), ["moof"]).body, tracks);
    return Object.fromEntries(
      tracks.map(({ id, handler }) => [handler, runs.find(({ trackId }) => trackId === id)!]),
    );
  });
}

/** The whole rendition as a file is one. */
export function bytesOf({ init, fragments }: Rendition): Buffer {
  return Buffer.concat([init, ...fragments.map(({ path }) => readFileSync(path))]);
}

type Stream = { width: number; height: number; pix_fmt: string; start_time: string; nb_read_frames: string };

/** Decodes a rendition to its end, and says what ffprobe sees of its streams. Throws whatever ffprobe complains of. */
export function decode(rendition: Rendition): Stream[] {
  const args = ["-v", "error", "-count_frames", "-show_streams", "-of", "json", "-i", "pipe:0"];
  const { stdout, stderr } = spawnSync("ffprobe", args, { input: bytesOf(rendition), encoding: "utf8" });
  assert.equal(stderr, "");
  return JSON.parse(stdout).streams;
}
