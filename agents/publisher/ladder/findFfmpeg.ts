// SPDX-License-Identifier: GPL-3.0-or-later
import { UserError } from "../../kernel/process/errors.ts";
import { outputOf } from "./runProgram.ts";

/** The programs that read and encode media. */
export type Ffmpeg = {
  /** The path, or the name in PATH, of ffmpeg; `ffprobe` likewise. */
  ffmpeg: string;
  ffprobe: string;
  /** Whether ffmpeg can turn HDR into SDR. */
  canToneMap: boolean;
};

const ADVICE =
  "Install ffmpeg (`apt install ffmpeg`, `brew install ffmpeg`, `winget install ffmpeg`), or publish the file as it is, in one quality: --original.";

/**
 * Finds ffmpeg and ffprobe: by the paths given, otherwise in PATH. Throws a UserError where either is missing, or where ffmpeg
 * was built without H.264 or AAC; a caller may then publish the file as the one quality that it is.
 */
export async function findFfmpeg(
  paths: { ffmpeg?: string | undefined; ffprobe?: string | undefined } = {},
): Promise<Ffmpeg> {
  const { ffmpeg = "ffmpeg", ffprobe = "ffprobe" } = paths;
  const [encoders, filters] = await Promise.all([
    list(ffmpeg, "-encoders"),
    list(ffmpeg, "-filters"),
    list(ffprobe, "-version"),
  ]);
  for (const encoder of ["libx264", "aac"])
    if (!names(encoders, encoder))
      throw new UserError(`${ffmpeg} was built without ${encoder}, so it makes no qualities.`, ADVICE);
  return { ffmpeg, ffprobe, canToneMap: names(filters, "zscale") && names(filters, "tonemap") };
}

async function list(program: string, option: string): Promise<string> {
  try {
    return await outputOf(program, ["-hide_banner", option]);
  } catch (cause) {
    throw new UserError(`There is no ${program} that runs, so no qualities can be made.`, ADVICE, { cause });
  }
}

const names = (table: string, name: string) => new RegExp(`^ \\S+ +${name} `, "m").test(table);
