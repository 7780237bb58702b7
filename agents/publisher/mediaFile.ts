// SPDX-License-Identifier: GPL-3.0-or-later
import { constants } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { basename, extname } from "node:path";
import { UserError } from "../kernel/process/errors.ts";
import type { Manifest } from "../sdk/content/manifestFields.ts";
import { fileMedia, type Measure, TOLERANCE_SEC } from "../sdk/publishing/fileMedia.ts";
import { measureMedia } from "./measureMedia.ts";
import { fileChanged, type Media } from "./media.ts";

export type MediaFileOptions = {
  /** Default: the file's name. */
  title?: string | undefined;
  /** For a file that cannot be measured, in seconds. */
  durationSec?: number | undefined;
  /** How its fragments will be stored; by default as they are. */
  encryption?: Manifest["encryption"] | undefined;
};

/**
 * Opens a file as media of one rendition. Throws a UserError when the file is missing, empty, a directory, or may not be read,
 * and when its duration is neither in it nor given.
 */
export async function openMediaFile(path: string, options: MediaFileOptions = {}): Promise<Media> {
  const byteCount = await requireMedia(path);
  // without O_NONBLOCK, opening a pipe that took the file's place would wait for ever
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((error) => {
    throw cannotRead(path, error);
  });
  try {
    const { title = basename(path, extname(path)), encryption = "none" } = options;
    const measured = await measureMedia(file, byteCount);
    const durationSec = durationOf(path, measured, options.durationSec);
    const { mediaType } = measured;
    const media = fileMedia(
      { path, title, mediaType, byteCount, durationSec, encryption },
      (position, length) => readWhole(file, path, position, length),
    );
    return { ...media, close: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** The size in bytes of a file that can be published. */
async function requireMedia(path: string): Promise<number> {
  const found = await stat(path).catch((error) => {
    throw error.code === "ENOENT"
      ? new UserError(`There is no file ${path}.`, "Check the path.", { cause: error })
      : cannotRead(path, error);
  });
  if (found.isDirectory()) throw new UserError(`${path} is a directory.`, "Name one media file in it.");
  if (!found.isFile()) throw new UserError(`${path} is not a regular file.`, "Name a media file.");
  if (found.size === 0)
    throw new UserError(`${path} is empty.`, "Name a media file that has been written completely.");
  return found.size;
}

/** The measured duration; the given one only where there is nothing to measure, since viewers pay for each second. */
function durationOf(path: string, measure: Measure, givenSec: number | undefined): number {
  if ("unmeasured" in measure) {
    if (givenSec !== undefined) return givenSec;
    throw new UserError(
      `The duration of ${path} cannot be measured: the file ${measure.unmeasured}.`,
      "Give --duration with the seconds that it plays, or publish a complete file of a common format.",
    );
  }
  if (givenSec !== undefined && Math.abs(givenSec - measure.durationSec) > TOLERANCE_SEC) {
    throw new UserError(
      `${path} plays ${measure.durationSec} s, and --duration says ${givenSec} s.`,
      "Leave --duration out: a file that can be measured sells for the seconds that it plays.",
    );
  }
  return measure.durationSec;
}

async function readWhole(
  file: FileHandle,
  path: string,
  position: number,
  length: number,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let have = 0; have < length; ) {
    const { bytesRead } = await file.read(bytes, have, length - have, position + have);
    if (bytesRead === 0) throw fileChanged(path);
    have += bytesRead;
  }
  return bytes;
}

const cannotRead = (path: string, cause: unknown) =>
  new UserError(`${path} cannot be read.`, "Check its permissions, or copy it to where you may read it.", {
    cause,
  });
