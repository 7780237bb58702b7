// SPDX-License-Identifier: GPL-3.0-or-later
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";

/** What the subtitles say, by their languages. */
export const WORDS = { eng: "Ants carry leaves.", deu: "Ameisen tragen Blätter." };

/** Makes, in `directory`, a file with subtitles and sound in two languages. */
export function withWords(file: string, directory: string): string {
  const inputs = Object.entries(WORDS).map(([language, words]) => {
    writeFileSync(join(directory, `${language}.srt`), `1\n00:00:00,000 --> 00:00:05,000\n${words}\n`);
    return ["-i", join(directory, `${language}.srt`)];
  });
  const sine = ["-f", "lavfi", "-i", "sine=frequency=880:duration=4"];
  const named = Object.keys(WORDS).flatMap((language, at) => [
    `-metadata:s:s:${at}`,
    `language=${language}`,
    `-metadata:s:a:${at}`,
    `language=${language}`,
  ]);
  const made = join(directory, basename(file));
  const maps = ["0", "1", "2", "3"].flatMap((input) => ["-map", input]);
  const codecs = ["-c", "copy", "-c:a:1", "aac", "-c:s", "mov_text"];
  execFileSync("ffmpeg", [
    "-v",
    "error",
    "-i",
    file,
    ...inputs.flat(),
    ...sine,
    ...maps,
    ...codecs,
    ...named,
    made,
  ]);
  return made;
}
