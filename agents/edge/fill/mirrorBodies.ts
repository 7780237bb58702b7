// SPDX-License-Identifier: GPL-3.0-or-later
import { createLoadingCache } from "../../kernel/process/loadingCache.ts";
import { wholeBodyAt } from "../../sdk/content/chunkFrames.ts";
import { layoutOf, spanOfChunk, type WorkLayout } from "../../sdk/content/layout.ts";
import { CHUNK_BYTES } from "../../sdk/content/leaf.ts";
import { decodeManifest, manifestBytesOf } from "../../sdk/content/manifest.ts";
import type { Work } from "../works.ts";
import type { BodyAt } from "./askSource.ts";

const CACHE_BYTES = 32_000_000;
const BYTES_PER_SPAN = 200;

/**
 * Finds the file of a mirror that holds a chunk, by the work's manifest, whose chunks `readChunk` reads. A work without a manifest has
 * its chunks one by one.
 */
export function createMirrorBodies(
  readChunk: (work: Work, index: number) => Promise<Uint8Array | undefined>,
): BodyAt {
  const layouts = createLoadingCache<WorkLayout>({
    maxBytes: CACHE_BYTES,
    bytesOf: ({ spans }) => spans.flat().length * BYTES_PER_SPAN,
  });

  async function manifestChunksOf(work: Work): Promise<number | undefined> {
    const chunk = await readChunk(work, 0);
    return chunk && unlessMalformed(() => Math.ceil(manifestBytesOf(work.content, chunk) / CHUNK_BYTES));
  }

  async function load(work: Work, manifestChunks: number): Promise<WorkLayout | undefined> {
    const indices = Array.from({ length: manifestChunks }, (_, index) => index);
    const chunks = await Promise.all(indices.map((index) => readChunk(work, index)));
    if (chunks.some((chunk) => chunk === undefined)) return undefined;
    const bytes = Buffer.concat(chunks as Uint8Array[]);
    return unlessMalformed(() => layoutOf(decodeManifest(work.content, bytes), bytes.length));
  }

  return async (work, index) => {
    const alone = { first: index, last: index };
    if (index === 0) return alone;
    const manifestChunks = await manifestChunksOf(work);
    if (manifestChunks === undefined) return alone;
    if (index < manifestChunks) return wholeBodyAt(index, 1, manifestChunks - 1);
    const layout = await layouts.get(work.content.root, () => load(work, manifestChunks));
    const span = layout && spanOfChunk(layout.spans.flat(), index);
    return span ? wholeBodyAt(index, span.firstChunk, span.firstChunk + span.chunkCount - 1) : alone;
  };
}

/** A publisher may have committed to anything. */
function unlessMalformed<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
