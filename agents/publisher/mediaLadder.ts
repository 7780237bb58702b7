// SPDX-License-Identifier: GPL-3.0-or-later
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename, extname, join, resolve } from "node:path";
import { makeDirectory } from "../kernel/process/directory.ts";
import { takeLock } from "../kernel/process/lock.ts";
import { LIMITS, type Manifest, type Rendition, secondsOf } from "../sdk/content/manifestFields.ts";
import { overheadOf } from "../sdk/encryption/fragment.ts";
import { KEY_PERIOD_SEC, titleOf } from "../sdk/publishing/media.ts";
import { encodeLadder, type Ladder } from "./ladder/encodeLadder.ts";
import { findFfmpeg } from "./ladder/findFfmpeg.ts";
import { planLadder } from "./ladder/policy.ts";
import { probeVideo } from "./ladder/probeVideo.ts";
import type { LadderProgress } from "./ladder/progress.ts";
import { fileChanged, type Media } from "./media.ts";
import { type MediaFileOptions, openMediaFile } from "./mediaFile.ts";

export type VideoOptions = MediaFileOptions & {
  /** For what is encoded, each file apart; an earlier run's is taken from there. */
  directory: string;
  onProgress?(progress: LadderProgress): void;
  signal?: AbortSignal;
};

/**
 * Opens a video as media in several qualities, encoded by ffmpeg, and any other file as it is. Throws a UserError where a video
 * meets no ffmpeg, or one that cannot go on, and for all that {@link openMediaFile} refuses.
 */
export async function openVideo(path: string, options: VideoOptions): Promise<Media> {
  const refusal: unknown[] = [];
  const file = await openMediaFile(path, options).catch((error) => void refusal.push(error));
  if (file && !file.manifest.renditions[0]!.mediaType.startsWith("video/")) return file;
  await file?.close();
  try {
    return await encoded(path, options);
  } catch (error) {
    // a format that only ffmpeg knows was worth a try
    throw refusal[0] ?? error;
  }
}

async function encoded(path: string, options: VideoOptions): Promise<Media> {
  const { onProgress, signal } = options;
  const tools = await findFfmpeg();
  const plan = planLadder(await probeVideo(path, tools, signal));
  if (!plan?.renditions.some(({ kind }) => kind === "video")) return openMediaFile(path, options);
  // of this file alone: many are called video.mp4, and two may be encoded at once
  const place = createHash("sha256").update(resolve(path)).digest("hex").slice(0, 8);
  const directory = join(options.directory, `${basename(path)}-${place}`);
  makeDirectory(options.directory);
  const lock = takeLock(`${directory}.lock`);
  try {
    const ladder = await encodeLadder({
      ...{ path, plan, directory, tools },
      ...(onProgress && { onProgress }),
      ...(signal && { signal }),
    });
    return { ...(await ladderMedia(path, ladder, options)), close: async () => lock.release() };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** A ladder as media, each of its files read when it is needed. */
export async function ladderMedia(
  path: string,
  { renditions, poster, subtitles }: Ladder,
  { title = basename(path, extname(path)), encryption = "none" }: MediaFileOptions = {},
): Promise<Media> {
  const overheadBytes = overheadOf({ encryption });
  const encoded = renditions.map(
    ({
      bandwidth: _,
      averageBandwidth: __,
      label: ___,
      init,
      fragments,
      kind,
      name,
      ...rendition
    }): Rendition => ({
      ...{ kind, name, mediaType: `${kind}/mp4`, ...rendition },
      init: new Uint8Array(init),
      fragments: fragments.map(({ byteCount, duration }) => ({
        byteCount: byteCount + overheadBytes,
        duration,
      })),
    }),
  );
  const durationSec = Math.max(...encoded.map(secondsOf));
  const texts = await Promise.all(
    subtitles.map(async ({ path, language, label }, at): Promise<Rendition> => {
      const { length } = await readFile(path);
      return {
        ...{ kind: "text", name: label || language || `subtitles ${at + 1}`, mediaType: "text/vtt" },
        ...(language && { language }),
        ...{ timescale: 1, init: new Uint8Array() },
        fragments: [{ byteCount: length + overheadBytes, duration: durationSec }],
      };
    }),
  );
  const picture = poster && new Uint8Array(await readFile(poster));
  const manifest: Manifest = {
    title: titleOf(title),
    ...{ encryption, keyPeriodSec: KEY_PERIOD_SEC, durationSec, renditions: [...encoded, ...texts] },
    ...(picture &&
      picture.length <= LIMITS.posterBytes && { poster: { mediaType: "image/jpeg", bytes: picture } }),
  };
  const paths = [
    ...renditions.map(({ fragments }) => fragments.map((fragment) => fragment.path)),
    ...subtitles.map((subtitle) => [subtitle.path]),
  ];
  return {
    ...{ path, manifest },
    async readFragment({ rendition, fragment }) {
      const bytes = new Uint8Array(await readFile(paths[rendition]![fragment]!));
      const expected = manifest.renditions[rendition]!.fragments[fragment]!.byteCount - overheadBytes;
      if (bytes.length !== expected) throw fileChanged(path);
      return bytes;
    },
    close: async () => {},
  };
}
