// SPDX-License-Identifier: GPL-3.0-or-later
// A ladder that is kept for later, as the demo's is: a directory that needs neither ffmpeg nor the file it was made from.
import { readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { z } from "zod";
import type { Ladder } from "./encodeLadder.ts";
import { INIT_FILE } from "./encodeRendition.ts";

const LADDER_FILE = "ladder.json";
const text = z.string().min(1).max(1_000);
/** A path within the directory. */
const inside = text.regex(/^[\w-]+(\/[\w-]+)*\.\w+$/);
const count = z.int().min(1);
const stored = z.strictObject({
  renditions: z
    .array(
      z.strictObject({
        name: text.regex(/^[\w-]+$/),
        kind: z.enum(["video", "audio"]),
        codecs: text,
        width: count.optional(),
        height: count.optional(),
        frameRate: z.number().positive().optional(),
        language: text.optional(),
        label: text.optional(),
        bandwidth: count,
        averageBandwidth: count,
        timescale: count,
        fragments: z.array(z.strictObject({ path: inside, byteCount: count, duration: count })).min(1),
      }),
    )
    .min(1),
  poster: inside.optional(),
  subtitles: z.array(z.strictObject({ path: inside, language: text.optional(), label: text })),
});

/** Writes what a ladder in `directory` consists of, beside its files. */
export async function keepLadder(directory: string, ladder: Ladder): Promise<void> {
  const within = <Part extends { path: string }>(part: Part) => ({
    ...part,
    path: relative(directory, part.path),
  });
  const { renditions, poster, subtitles } = ladder;
  const kept = {
    renditions: renditions.map(({ init: _, fragments, ...rendition }) => ({
      ...rendition,
      fragments: fragments.map(within),
    })),
    ...(poster && { poster: relative(directory, poster) }),
    subtitles: subtitles.map(within),
  };
  await writeFile(join(directory, LADDER_FILE), `${JSON.stringify(kept, null, 1)}\n`);
}

/** Reads a ladder that {@link keepLadder} wrote; its fragments stay in their files. */
export async function readLadder(directory: string): Promise<Ladder> {
  const json = JSON.parse(await readFile(join(directory, LADDER_FILE), "utf8"));
  const { renditions, poster, subtitles } = stored.parse(json);
  const located = <Part extends { path: string }>(part: Part) => ({
    ...part,
    path: join(directory, part.path),
  });
  return {
    renditions: await Promise.all(
      renditions.map(async (rendition) => ({
        ...(rendition as Ladder["renditions"][number]),
        init: await readFile(join(directory, rendition.name, INIT_FILE)),
        fragments: rendition.fragments.map(located),
      })),
    ),
    ...(poster && { poster: join(directory, poster) }),
    subtitles: subtitles.map(located),
  };
}
