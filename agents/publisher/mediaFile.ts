// SPDX-License-Identifier: GPL-3.0-or-later
import { constants } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { basename, extname } from "node:path";
import { UserError } from "../kernel/process/errors.ts";
import { CHUNK_BYTES } from "../sdk/content/leaf.ts";
import { encodeManifest, type Manifest } from "../sdk/content/manifest.ts";
import { mediaDurationSec } from "./mediaDuration.ts";

/** A file as the chunks of a work. It is read chunk by chunk, and never whole in memory. */
export type MediaFile = {
  manifest: Manifest;
  chunkCount: number;
  /** Chunk 0 is the manifest. Throws a UserError when the file has become shorter. */
  readChunk(index: number): Promise<Uint8Array>;
  close(): Promise<void>;
};

/** For files whose duration nobody knows: 2 Mbps. */
const BYTES_PER_SECOND = 250_000;

const MEDIA_TYPES: Record<string, string> = {
  ".mp4": "video/mp4",
  ".m4v": "video/mp4",
  ".mov": "video/quicktime",
  ".webm": "video/webm",
  ".mkv": "video/x-matroska",
  ".mp3": "audio/mpeg",
  ".m4a": "audio/mp4",
  ".ogg": "audio/ogg",
  ".wav": "audio/wav",
  ".flac": "audio/flac",
};

/** Opens a media file. Throws a UserError when it is missing, empty, a directory, or may not be read. */
export async function openMediaFile(path: string, title = basename(path, extname(path))): Promise<MediaFile> {
  const byteCount = await requireMedia(path);
  // without O_NONBLOCK, opening a pipe that took the file's place would wait for ever
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((error) => {
    throw cannotRead(path, error);
  });
  try {
    const manifest = await describe(file, path, title, byteCount);
    const manifestChunk = encodeManifest(manifest);
    return {
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

async function describe(file: FileHandle, path: string, title: string, byteCount: number): Promise<Manifest> {
  const durationSec = (await mediaDurationSec(file, byteCount)) ?? byteCount / BYTES_PER_SECOND;
  return {
    version: 1,
    title: title.slice(0, 200) || "untitled",
    mediaType: MEDIA_TYPES[extname(path).toLowerCase()] ?? "application/octet-stream",
    byteCount,
    // paid by the second, so a part of one counts as one
    durationSec: Math.min(Math.max(Math.ceil(durationSec), 1), 0xff_ff_ff_ff),
    firstChunk: 1,
  };
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
