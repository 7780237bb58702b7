// SPDX-License-Identifier: GPL-3.0-or-later
import { constants } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { basename, extname } from "node:path";
import { UserError } from "../kernel/process/errors.ts";
import { CHUNK_BYTES } from "../sdk/content/leaf.ts";
import { encodeManifest, type Manifest } from "../sdk/content/manifest.ts";
import { type Measure, measureMedia, TOLERANCE_SEC } from "./measureMedia.ts";

/** A file as the chunks of a work. It is read chunk by chunk, and never whole in memory. */
export type MediaFile = {
  path: string;
  manifest: Manifest;
  chunkCount: number;
  /** Chunk 0 is the manifest. Throws a UserError when the file has become shorter. */
  readChunk(index: number): Promise<Uint8Array>;
  close(): Promise<void>;
};

export type MediaFileOptions = {
  /** Default: the file's name. */
  title?: string | undefined;
  /** For a file that cannot be measured, in seconds. */
  durationSec?: number | undefined;
};

/**
 * Opens a media file. Throws a UserError when it is missing, empty, a directory, or may not be read, and when its duration is
 * neither in it nor given.
 */
export async function openMediaFile(path: string, options: MediaFileOptions = {}): Promise<MediaFile> {
  const byteCount = await requireMedia(path);
  // without O_NONBLOCK, opening a pipe that took the file's place would wait for ever
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((error) => {
    throw cannotRead(path, error);
  });
  try {
    const manifest = await describe(file, path, byteCount, options);
    const manifestChunk = encodeManifest(manifest);
    return {
      path,
      manifest,
      chunkCount: manifest.firstChunk + Math.ceil(byteCount / CHUNK_BYTES),
      async readChunk(index) {
        if (index < manifest.firstChunk) return manifestChunk;
        const position = (index - manifest.firstChunk) * CHUNK_BYTES;
        return readWhole(file, path, position, Math.min(CHUNK_BYTES, byteCount - position));
      },
      close: () => file.close(),
    };
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

async function describe(
  file: FileHandle,
  path: string,
  byteCount: number,
  { title = basename(path, extname(path)), durationSec }: MediaFileOptions,
): Promise<Manifest> {
  const measure = await measureMedia(file, byteCount);
  return {
    version: 1,
    title: title.slice(0, 200) || "untitled",
    mediaType: measure.mediaType,
    byteCount,
    // paid by the second, so a part of one counts as one
    durationSec: Math.ceil(durationOf(path, measure, durationSec)),
    firstChunk: 1,
  };
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

/** What to throw when the file is not what it was when it was hashed. */
export function fileChanged(path: string): UserError {
  return new UserError(
    `${path} changed while it was being published.`,
    "Publish it again once it is written completely.",
  );
}

const cannotRead = (path: string, cause: unknown) =>
  new UserError(`${path} cannot be read.`, "Check its permissions, or copy it to where you may read it.", {
    cause,
  });
