// SPDX-License-Identifier: MIT
import { evenParts, fileRendition } from "../content/layout.ts";
import type { Manifest } from "../content/manifestFields.ts";
import { overheadOf } from "../encryption/fragment.ts";
import { KEY_PERIOD_SEC, type Media, titleOf } from "./media.ts";

/** What a file is, and how many seconds it plays; or the end of a sentence that says why that is not known. */
export type Measure = { mediaType: string } & ({ durationSec: number } | { unmeasured: string });

/** Two durations that differ by no more are one, in seconds. */
export const TOLERANCE_SEC = 1;

export const UNKNOWN_TYPE = "application/octet-stream";

export type FileFacts = {
  path: string;
  title: string;
  mediaType: string;
  byteCount: number;
  /** What viewers pay for; rounded up, since a part of a second counts as one. */
  durationSec: number;
  /** How its fragments will be stored. */
  encryption: Manifest["encryption"];
};

/**
 * A file as media of one rendition.
 *
 * @param read Reads so many bytes from a position; throws when the file has become shorter.
 */
export function fileMedia(
  { path, title, mediaType, byteCount, durationSec, encryption }: FileFacts,
  read: (position: number, length: number) => Promise<Uint8Array>,
): Media {
  const seconds = Math.ceil(durationSec);
  const overheadBytes = overheadOf({ encryption });
  const rendition = fileRendition({ name: "original", mediaType }, byteCount, seconds, overheadBytes);
  const sizes = evenParts(byteCount, rendition.fragments.length);
  let end = 0;
  const positions = sizes.map((size) => {
    end += size;
    return end - size;
  });
  return {
    path,
    manifest: {
      title: titleOf(title),
      ...{ encryption, keyPeriodSec: KEY_PERIOD_SEC, durationSec: seconds, renditions: [rendition] },
    },
    readFragment: ({ fragment }) => read(positions[fragment]!, sizes[fragment]!),
  };
}
