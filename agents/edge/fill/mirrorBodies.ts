// SPDX-License-Identifier: GPL-3.0-or-later
import { createLoadingCache } from "../../kernel/process/loadingCache.ts";
import { wholeBodyAt } from "../../sdk/content/chunkFrames.ts";
import { spanOfChunk, type WorkLayout } from "../../sdk/content/layout.ts";
import { manifestChunksOf, readManifest } from "../readManifest.ts";
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

  const load = (work: Work) =>
    unlessMalformed(
      async () => (await readManifest(work.content, (index) => readChunk(work, index)))?.layout,
    );

  return async (work, index) => {
    const alone = { first: index, last: index };
    if (index === 0) return alone;
    const first = await readChunk(work, 0);
    const manifestChunks =
      first && (await unlessMalformed(async () => manifestChunksOf(work.content, first)));
    if (manifestChunks === undefined) return alone;
    if (index < manifestChunks) return wholeBodyAt(index, 1, manifestChunks - 1);
    const layout = await layouts.get(work.content.root, () => load(work));
    const span = layout && spanOfChunk(layout.spans.flat(), index);
    return span ? wholeBodyAt(index, span.firstChunk, span.firstChunk + span.chunkCount - 1) : alone;
  };
}

/** A publisher may have committed to anything. */
async function unlessMalformed<Result>(read: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await read();
  } catch {
    return undefined;
  }
}
