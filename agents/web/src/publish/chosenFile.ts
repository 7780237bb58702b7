// SPDX-License-Identifier: GPL-3.0-or-later
import { fileMedia, type Measure, UNKNOWN_TYPE } from "../../../sdk/publishing/fileMedia.ts";
import type { Media } from "../../../sdk/publishing/media.ts";
import { fileChanged } from "../../../sdk/publishing/publishErrors.ts";

/** A file of this computer, and what it is. */
export type ChosenFile = { file: File; measure: Measure };

/** Measures a file, as soon as it is chosen. */
export async function measureFile(file: File): Promise<ChosenFile> {
  const { measureBlob } = await import("../../../sdk/publishing/measure.ts");
  return { file, measure: await measureBlob(file) };
}

/** A file as media of one rendition, read when it is needed. */
export function mediaOf(
  { file, measure }: ChosenFile,
  terms: { title: string; durationSec: number; isPrivate: boolean },
): Media {
  const { name: path, size: byteCount } = file;
  // a picture or a document is known by the browser alone
  const mediaType = measure.mediaType === UNKNOWN_TYPE && isType(file.type) ? file.type : measure.mediaType;
  const encryption = terms.isPrivate ? "aes-256-gcm" : "none";
  return fileMedia({ ...terms, path, byteCount, mediaType, encryption }, async (position, length) => {
    const bytes = await file
      .slice(position, position + length)
      .arrayBuffer()
      .catch(() => {
        throw fileChanged(path);
      });
    return new Uint8Array(bytes);
  });
}

const isType = (type: string) => /^(?=.{1,100}$)[a-z]+\/[a-z0-9.+-]+$/.test(type);

/** A file's name without its ending. */
export const bareName = (name: string): string => name.replace(/\.[^.]*$/, "") || name;
