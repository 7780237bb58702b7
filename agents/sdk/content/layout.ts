// SPDX-License-Identifier: MIT
import { InvalidInput } from "../errors/InvalidInput.ts";
import { periodAt } from "./capsules.ts";
import { firstWhere } from "./firstWhere.ts";
import { CHUNK_BYTES } from "./leaf.ts";
import type { Manifest, Rendition } from "./manifestFields.ts";

/** Where a fragment stands: its number in its rendition, and the rendition's in the manifest. */
export type FragmentPlace = { rendition: number; fragment: number };

/** A fragment's chunks, and its time within the work. */
export type FragmentSpan = FragmentPlace & {
  firstChunk: number;
  chunkCount: number;
  /** As stored. */
  byteCount: number;
  /** In seconds from the rendition's beginning. */
  startSec: number;
  endSec: number;
  /** The key period of its start. */
  period: number;
};

/** The places of a work's fragments; see docs/FORMAT.md. */
export type WorkLayout = {
  manifestChunks: number;
  chunkCount: number;
  /** The fragments of each rendition, in order. */
  spans: readonly (readonly FragmentSpan[])[];
};

/** Computes where each fragment stands behind a manifest of `manifestBytes`. */
export function layoutOf(manifest: Manifest, manifestBytes: number): WorkLayout {
  const manifestChunks = Math.ceil(manifestBytes / CHUNK_BYTES);
  let chunkCount = manifestChunks;
  const spans = manifest.renditions.map(({ timescale, fragments }, rendition) => {
    let ticks = 0;
    return fragments.map(({ byteCount, duration }, fragment) => {
      const begin = ticks;
      const firstChunk = chunkCount;
      ticks += duration;
      chunkCount += Math.ceil(byteCount / CHUNK_BYTES);
      return {
        ...{ rendition, fragment, firstChunk, chunkCount: chunkCount - firstChunk, byteCount },
        ...{ startSec: begin / timescale, endSec: ticks / timescale },
        period: periodAt(begin, timescale, manifest.keyPeriodSec),
      };
    });
  });
  return { manifestChunks, chunkCount, spans };
}

/** The fragment that plays at `sec`; the last one behind the end. Throws an InvalidInput for a time that is none. */
export function spanAt(spans: readonly FragmentSpan[], sec: number): FragmentSpan {
  if (!(sec >= 0)) throw new InvalidInput(`${sec} is not a time in seconds, from 0`);
  const at = firstWhere(spans.length, (place) => spans[place]!.endSec > sec);
  return spans[Math.min(at, spans.length - 1)]!;
}

/** The fragment that chunk `index` belongs to, among fragments in the order of their chunks. */
export function spanOfChunk(spans: readonly FragmentSpan[], index: number): FragmentSpan | undefined {
  const at = firstWhere(spans.length, (place) => {
    const { firstChunk, chunkCount } = spans[place]!;
    return firstChunk + chunkCount > index;
  });
  return spans[at];
}

/** Splits `byteCount` bytes into `count` parts as even as can be: the sizes, in order. */
export function evenParts(byteCount: number, count: number): number[] {
  const upTo = (part: number) => Number((BigInt(byteCount) * BigInt(part)) / BigInt(count));
  return Array.from({ length: count }, (_, part) => upTo(part + 1) - upTo(part));
}

/** The most bytes of a plain file's fragment. */
const FILE_FRAGMENT_BYTES = 2 ** 20;
/** What a fragment of a file lasts where that leaves it neither too large nor tiny. */
const FILE_FRAGMENT_SEC = 2;

/**
 * The one rendition of a file of `byteCount` bytes that sells for `durationSec`: fragments of 2 s, of 64 KiB at least and
 * 1 MiB at most. `overheadBytes` is what encryption adds to each.
 */
export function fileRendition(
  file: Pick<Rendition, "name" | "mediaType">,
  byteCount: number,
  durationSec: number,
  overheadBytes: number,
): Rendition {
  const least = Math.ceil(byteCount / FILE_FRAGMENT_BYTES);
  const most = Math.ceil(byteCount / CHUNK_BYTES);
  const count = Math.min(Math.max(Math.ceil(durationSec / FILE_FRAGMENT_SEC), least), most);
  const timescale = 1_000_000;
  const durations = evenParts(durationSec * timescale, count);
  return {
    ...{ kind: "file", name: file.name, mediaType: file.mediaType, timescale, init: new Uint8Array() },
    fragments: evenParts(byteCount, count).map((bytes, at) => ({
      byteCount: bytes + overheadBytes,
      duration: durations[at]!,
    })),
  };
}
