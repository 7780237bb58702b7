// SPDX-License-Identifier: GPL-3.0-or-later
import { accessSync, constants, readdirSync, statfsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../kernel/process/errors.ts";
import { openMediaFile } from "../publisher/mediaFile.ts";

/** The copies of each file in a run: one on each edge. */
const COPIES = 3;
const WORKING_SPACE_BYTES = 300_000_000;

const CLIPS = fileURLToPath(new URL("clips/", import.meta.url));

/** The files to publish: the given ones, or the three clips of this repository. Throws one error for all bad files. */
export function mediaFiles(given: readonly string[]): string[] {
  if (given.length === 0) {
    return readdirSync(CLIPS)
      .filter((name) => name.endsWith(".mp4"))
      .sort()
      .map((name) => join(CLIPS, name));
  }
  const problems = given.flatMap((path) => whyNot(path) ?? []);
  if (problems.length > 0) {
    throw new UserError(
      problems.join("\n"),
      "Give --media one file with at least one byte; repeat the option for more files.",
    );
  }
  return given.map((path) => resolve(path));
}

function whyNot(path: string): string | undefined {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) return `${path} is a directory, not a file.`;
    if (!stats.isFile()) return `${path} is not a plain file.`;
    if (stats.size === 0) return `${path} is empty.`;
    accessSync(path, constants.R_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return `There is no file ${path}.`;
    return `${path} cannot be read by this user (${code}).`;
  }
  return undefined;
}

/** Throws one error for all of `files` whose duration cannot be measured: viewers pay by the second. */
export async function requireDurations(files: readonly string[]): Promise<void> {
  const problems: string[] = [];
  for (const path of files) {
    await openMediaFile(path).then(
      (file) => file.close(),
      (error) => problems.push(error.message),
    );
  }
  if (problems.length > 0)
    throw new UserError(
      problems.join("\n"),
      "Give --media a file that states it: MP4, WebM, MP3, WAV and the like.",
    );
}

/** Throws unless `directory` has room for the run's copies of `files` and its working space. */
export function requireSpace(directory: string, files: readonly string[]): void {
  const mediaBytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  const neededBytes = COPIES * mediaBytes + WORKING_SPACE_BYTES;
  const { bavail, bsize } = statfsSync(directory);
  if (bavail * bsize < neededBytes) {
    throw new UserError(
      `${directory} has ${megabytes(bavail * bsize)} MB free, and this run may need ${megabytes(neededBytes)} MB.`,
      "Free some space, or publish smaller media.",
    );
  }
}

const megabytes = (bytes: number) => Math.ceil(bytes / 1e6);
