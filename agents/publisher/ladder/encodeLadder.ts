// SPDX-License-Identifier: GPL-3.0-or-later
import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "../../kernel/process/clock.ts";
import { UserError } from "../../kernel/process/errors.ts";
import { findRendition, writeMarker } from "./doneMarker.ts";
import { encodeRendition, fragmentFile, INIT_FILE, type StoredRendition } from "./encodeRendition.ts";
import type { Preset } from "./encoding.ts";
import { type Extras, makeExtras } from "./extras.ts";
import type { Ffmpeg } from "./findFfmpeg.ts";
import { type LadderPlan, type RenditionPlan, rateOf } from "./policy.ts";
import { createProgress, type LadderProgress } from "./progress.ts";
import { ProgramFailed } from "./runProgram.ts";

export type EncodeLadder = {
  path: string;
  plan: LadderPlan;
  /** For this file alone. What an earlier run finished there is taken from there. */
  directory: string;
  tools: Ffmpeg;
  /** Default: veryfast. */
  preset?: Preset;
  onProgress?(progress: LadderProgress): void;
  signal?: AbortSignal;
};

export type Fragment = { path: string; byteCount: number; duration: number };

export type Rendition = {
  /** `480p`, `audio-2`: one of its kind in the ladder. */
  name: string;
  kind: "video" | "audio";
  /** As of `avc1.64001f,mp4a.40.2`. */
  codecs: string;
  width?: number;
  height?: number;
  frameRate?: number;
  /** Of the sound. */
  language?: string;
  label?: string;
  /** Bits a second: the most of any whole fragment, and of all together. */
  bandwidth: number;
  averageBandwidth: number;
  timescale: number;
  init: Uint8Array;
  fragments: Fragment[];
};

export type Ladder = { renditions: Rendition[] } & Extras;

/**
 * Encodes a media file by its plan, one rendition after another, the smallest first. A rendition that an earlier run finished is not
 * encoded again; one that was broken off begins anew. The same file gives the same bytes on the same machine.
 * Throws a UserError where ffmpeg cannot go on.
 */
export async function encodeLadder(parameters: EncodeLadder): Promise<Ladder> {
  const { path, plan, directory, tools, preset = "veryfast", onProgress, signal } = parameters;
  const source = await stat(path);
  const keyOf = (made: unknown) => hashOf([source.size, source.mtimeMs, preset, tools.canToneMap, made]);
  const progress = createProgress(plan.renditions, systemClock, onProgress);
  const renditions: Rendition[] = [];
  try {
    const extrasDirectory = join(directory, "extras");
    const extras = await makeExtras({
      path,
      plan,
      directory: extrasDirectory,
      key: keyOf([plan.poster, plan.subtitles, plan.leadSec]),
      tools,
      signal,
    });
    for (const rendition of plan.renditions) {
      const place = { directory: join(directory, rendition.name), key: keyOf(rendition) };
      let stored = await findRendition(place);
      if (stored) progress.skip(rendition);
      else {
        const onSeconds = progress.begin(rendition);
        const job = { path, plan: rendition, directory: place.directory, tools, preset, signal };
        stored = await encodeRendition({ ...job, onProgress: onSeconds });
        await writeMarker(place, stored);
        progress.end(rendition);
      }
      renditions.push(await describe(rendition, stored, place.directory));
    }
    return { renditions, ...extras };
  } catch (error) {
    if (!(error instanceof ProgramFailed)) throw error;
    throw new UserError(
      `ffmpeg cannot encode ${path}: ${error.lastWords}.`,
      "Check that the file plays to its end, and that the disk has space; what is done is kept for the next run.",
      { cause: error },
    );
  }
}

async function describe(
  plan: RenditionPlan,
  { codecs, timescale, fragments }: StoredRendition,
  directory: string,
): Promise<Rendition> {
  const { name, kind, language, label } = plan;
  const bits = fragments.map(({ byteCount, duration }) => ({
    bits: byteCount * 8,
    sec: duration / timescale,
  }));
  // a last fragment of a few frames says nothing about a second
  const whole = bits.length > 1 ? bits.slice(0, -1) : bits;
  const sum = (of: "bits" | "sec") => bits.reduce((total, part) => total + part[of], 0);
  const { width, height, frameRate } = plan.kind === "video" ? plan : {};
  return {
    name,
    kind,
    codecs,
    ...(width && height && { width, height }),
    ...(frameRate && { frameRate: rateOf(frameRate) }),
    ...(language && { language }),
    ...(label && { label }),
    bandwidth: Math.ceil(whole.reduce((most, part) => Math.max(most, part.bits / part.sec), 0)),
    averageBandwidth: Math.ceil(sum("bits") / sum("sec")),
    timescale,
    init: await readFile(join(directory, INIT_FILE)),
    fragments: fragments.map((fragment, at) => ({ path: join(directory, fragmentFile(at)), ...fragment })),
  };
}

function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
