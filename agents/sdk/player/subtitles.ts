// SPDX-License-Identifier: MIT
import type { OpenedWork } from "./openWork.ts";

/** Words to a work, in WebVTT. */
export type Subtitles = {
  name: string;
  /** BCP 47; undefined where the work says none. */
  language: string | undefined;
  /** Fetches, verifies and decrypts the text. Throws like {@link OpenedWork.readFragment}. */
  read(signal?: AbortSignal): Promise<string>;
};

/**
 * The subtitles of a work, in its manifest's order.
 *
 * @example
 * const [english] = subtitlesOf(work);
 * track.src = URL.createObjectURL(new Blob([await english.read()], { type: "text/vtt" }));
 */
export function subtitlesOf({ manifest, layout, readFragment }: OpenedWork): Subtitles[] {
  return manifest.renditions.flatMap(({ kind, name, language }, number) => {
    if (kind !== "text") return [];
    const read = async (signal?: AbortSignal) => {
      const parts = await Promise.all(layout.spans[number]!.map((span) => readFragment(span, { signal })));
      const decoder = new TextDecoder();
      return parts.map((part) => decoder.decode(part)).join("");
    };
    return [{ name, language, read }];
  });
}
