// SPDX-License-Identifier: GPL-3.0-or-later

import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { makeDirectory } from "../../kernel/process/directory.ts";
import { type Box, boxAt } from "../../sdk/content/boxes.ts";
import { audioFragments } from "./audioFragments.ts";
import { boxesOf } from "./boxes.ts";
import { codecsOf } from "./codecs.ts";
import { audioArguments, type Preset, videoArguments } from "./encoding.ts";
import type { Ffmpeg } from "./findFfmpeg.ts";
import { type RenditionPlan, rateOf } from "./policy.ts";
import { runProgram } from "./runProgram.ts";
import { runsOf, type Track, tracksOf } from "./trackRuns.ts";

/** A fragment in the file `<place>.m4s`; its duration in the rendition's timescale. */
export type StoredFragment = { byteCount: number; duration: number };

export type StoredRendition = { codecs: string; timescale: number; fragments: StoredFragment[] };

export type EncodeRendition = {
  path: string;
  plan: RenditionPlan;
  /** Emptied first. */
  directory: string;
  tools: Ffmpeg;
  preset: Preset;
  /** Seconds of media so far. */
  onProgress(seconds: number): void;
  signal?: AbortSignal | undefined;
};

export const INIT_FILE = "init.mp4";
export const fragmentFile = (place: number) => `${place}.m4s`;

/**
 * Encodes one rendition into a directory: its init segment, and a file for each fragment. Throws where ffmpeg fails, and where what it
 * writes is not what the plan asks for: a fragment that begins without a key frame, ends elsewhere, or leaves a gap.
 */
export async function encodeRendition(parameters: EncodeRendition): Promise<StoredRendition> {
  const { path, plan, directory, tools, preset, onProgress, signal } = parameters;
  await rm(directory, { recursive: true, force: true });
  makeDirectory(directory);
  const args = plan.kind === "video" ? videoArguments(path, plan, preset, tools) : audioArguments(path, plan);
  const onLine = (line: string) => {
    const [, microseconds] = /^out_time_us=(\d+)$/.exec(line) ?? [];
    if (microseconds) onProgress(Number(microseconds) / 1e6);
  };
  const store = (stdout: Readable) => storeFragments(boxesOf(stdout), plan, directory);
  return runProgram(tools.ffmpeg, args, store, { signal, onLine });
}

async function storeFragments(
  boxes: AsyncGenerator<Box>,
  plan: RenditionPlan,
  directory: string,
): Promise<StoredRendition> {
  const init = Buffer.concat([(await next(boxes, "ftyp")).bytes, (await next(boxes, "moov")).bytes]);
  const tracks = tracksOf(boxAt(init, ["moov"]).body);
  const track = tracks.find(({ handler }) => handler === (plan.kind === "video" ? "vide" : "soun"));
  if (!track) throw new Error("ffmpeg wrote an init segment without the track");
  await writeFile(join(directory, INIT_FILE), init);
  const fragments: StoredFragment[] = [];
  const whole =
    plan.kind === "video" ? pairs(boxes) : audioFragments(pairs(boxes), tracks, plan.samplesPerFragment);
  let codecs = "";
  let decodeTime = 0;
  for await (const bytes of whole) {
    codecs ||= await codecsOf(Buffer.concat([init, bytes]));
    const run = runOfFragment(bytes, tracks, track, fragments.length);
    if (!run.startsWithKeyFrame || run.decodeTime !== decodeTime)
      throw new Error(`ffmpeg wrote a fragment ${fragments.length} that does not follow on the one before`);
    decodeTime += run.duration;
    await writeFile(join(directory, fragmentFile(fragments.length)), bytes);
    fragments.push({ byteCount: bytes.length, duration: run.duration });
  }
  requirePlanned(plan, fragments, track.timescale);
  return { codecs, timescale: track.timescale, fragments };
}

function runOfFragment(bytes: Uint8Array, tracks: readonly Track[], track: Track, place: number) {
  const runs = runsOf(boxAt(bytes, ["moof"]).body, tracks);
  const run = runs.find(({ trackId }) => trackId === track.id);
  if (!run) throw new Error(`ffmpeg wrote a fragment ${place} without the track`);
  return run;
}

/** Every fragment of a video but the last has the planned frames, so that all renditions change at the same frames. */
function requirePlanned(plan: RenditionPlan, fragments: readonly StoredFragment[], timescale: number): void {
  if (fragments.length === 0) throw new Error("ffmpeg wrote no fragment");
  if (plan.kind === "audio") return;
  const { frameCount, framesPerFragment, frameRate } = plan;
  const frames = fragments.map(({ duration }) => Math.round((duration / timescale) * rateOf(frameRate)));
  const planned = fragments.map((_, at) => Math.min(framesPerFragment, frameCount - at * framesPerFragment));
  if (frames.some((count, at) => count !== planned[at]) || frames.length * framesPerFragment < frameCount)
    throw new Error(`ffmpeg wrote fragments of ${frames} frames, and ${planned} were asked for`);
}

/** A `moof` with its `mdat`, again and again. */
async function* pairs(boxes: AsyncGenerator<Box>): AsyncGenerator<Uint8Array> {
  for await (const box of boxes) {
    if (box.type !== "moof") throw new Error(`ffmpeg wrote a box ${box.type} where a moof was expected`);
    yield Buffer.concat([box.bytes, (await next(boxes, "mdat")).bytes]);
  }
}

async function next(boxes: AsyncGenerator<Box>, type: string): Promise<Box> {
  const { value, done } = await boxes.next();
  if (done || value.type !== type)
    throw new Error(`ffmpeg wrote ${done ? "nothing" : value.type}, and ${type} was expected`);
  return value;
}
