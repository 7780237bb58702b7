// SPDX-License-Identifier: MIT
import type { Manifest, Rendition } from "../content/manifestFields.ts";
import { NoSuchQuality } from "./playerErrors.ts";

const KINDS = ["video", "audio", "file"] as const;

/** The renditions that show the whole work, by their numbers, best first: its videos, else its sound, else its file. */
export function qualitiesOf({ renditions }: Pick<Manifest, "renditions">): number[] {
  const numbers = renditions.map((_, number) => number);
  const kind = KINDS.find((kind) => renditions.some((rendition) => rendition.kind === kind));
  return numbers
    .filter((number) => renditions[number]!.kind === kind)
    .sort((a, b) => bytesOf(renditions[b]!) - bytesOf(renditions[a]!));
}

/** The number of the quality of that name; of the best one by default. Throws a NoSuchQuality. */
export function qualityOf(manifest: Manifest, name: string | undefined): number {
  const numbers = qualitiesOf(manifest);
  const number =
    name === undefined ? numbers[0] : numbers.find((each) => manifest.renditions[each]!.name === name);
  if (number !== undefined) return number;
  throw new NoSuchQuality(
    name ?? "best",
    numbers.map((each) => manifest.renditions[each]!.name),
  );
}

/** Stored bytes of a rendition. */
export function bytesOf({ fragments }: Pick<Rendition, "fragments">): number {
  return fragments.reduce((sum, { byteCount }) => sum + byteCount, 0);
}
