// SPDX-License-Identifier: GPL-3.0-or-later

import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { z } from "zod";
import { makeDirectory } from "../../kernel/process/directory.ts";
import { type Place, readMarker, writeMarker } from "./doneMarker.ts";
import { posterArguments, subtitleArguments } from "./encoding.ts";
import type { Ffmpeg } from "./findFfmpeg.ts";
import type { LadderPlan } from "./policy.ts";
import { outputOf, runProgram } from "./runProgram.ts";

/** What a work has beside its renditions. */
export type Extras = {
  /** A JPEG. */
  poster?: string | undefined;
  /** Files of WebVTT. */
  subtitles: { path: string; language?: string | undefined; label: string }[];
};

type MakeExtras = Place & {
  path: string;
  plan: LadderPlan;
  tools: Ffmpeg;
  signal?: AbortSignal | undefined;
};

const subtitle = z.object({ path: z.string(), language: z.string().optional(), label: z.string() });
const made = z.object({ poster: z.string().optional(), subtitles: z.array(subtitle) });

/** Makes poster and subtitles, unless an earlier run did. Subtitles without a line are left out. */
export async function makeExtras({ path, plan, tools, signal, ...place }: MakeExtras): Promise<Extras> {
  const { directory } = place;
  const { data: found } = made.safeParse(await readMarker(place));
  const at = (name: string) => join(directory, name);
  if (found) return located(found, at);
  await rm(directory, { recursive: true, force: true });
  makeDirectory(directory);
  const extras: Extras = { subtitles: [] };
  if (plan.poster) {
    const jpeg = await runProgram(tools.ffmpeg, posterArguments(path, plan.poster, tools), buffer, {
      signal,
    });
    if (jpeg.length > 0) {
      await writeFile(at("poster.jpg"), jpeg);
      extras.poster = "poster.jpg";
    }
  }
  const outputs = plan.subtitles.map(({ index }) => ({ index, path: at(`${index}.vtt`) }));
  if (outputs.length > 0) await outputOf(tools.ffmpeg, subtitleArguments(path, plan, outputs), { signal });
  for (const { index, ...named } of plan.subtitles) {
    const file = `${index}.vtt`;
    if ((await readFile(at(file), "utf8")).includes("-->")) extras.subtitles.push({ path: file, ...named });
  }
  await writeMarker(place, extras);
  return located(extras, at);
}

/** Markers hold names alone, so that a directory may be moved. */
function located({ poster, subtitles }: Extras, at: (name: string) => string): Extras {
  return {
    ...(poster && { poster: at(poster) }),
    subtitles: subtitles.map(({ path, ...named }) => ({ path: at(path), ...named })),
  };
}
