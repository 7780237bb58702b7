// SPDX-License-Identifier: GPL-3.0-or-later
import { createLoadingCache } from "../../kernel/process/loadingCache.ts";
import { wholeBodyAt } from "../../sdk/content/chunkFrames.ts";
import { spanOfChunk, type WorkLayout } from "../../sdk/content/layout.ts";
import { CHUNK_BYTES } from "../../sdk/content/leaf.ts";
import { decodeLeafList } from "../../sdk/content/leafList.ts";
import { type IpfsFile, ipfsFilesOf } from "../../sdk/publishing/ipfsFiles.ts";
import { chunkAt, startAt } from "../heldTree.ts";
import { manifestChunksOf, readManifest } from "../readManifest.ts";
import type { Work } from "../works.ts";

/** Where a chunk stands elsewhere. */
export type Places = {
  /** The body of a mirror that holds the chunk; both ends included. */
  bodyAt(work: Work, index: number): Promise<{ first: number; last: number }>;
  /** The file of IPFS that holds the chunk, and its last chunk; without one, the last of those that are blocks alone, as a manifest's. */
  fileAt(work: Work, index: number): Promise<{ file?: IpfsFile; last: number }>;
};

/** Chunks that are asked for one by one before it is known where the manifest ends. */
const BLOCKS_BEFORE_MANIFEST = 16;
const CACHE_BYTES = 32_000_000;
const BYTES_PER_SPAN = 200;
const BYTES_PER_CHUNK = 300;

/**
 * Finds where chunks stand by the work's manifest, whose chunks `readChunk` reads. A work without a manifest has its chunks one by one.
 */
export function createPlaces(
  readChunk: (work: Work, index: number) => Promise<Uint8Array | undefined>,
): Places {
  const layouts = createLoadingCache<WorkLayout>({
    maxBytes: CACHE_BYTES,
    bytesOf: ({ spans }) => spans.flat().length * BYTES_PER_SPAN,
  });
  const files = createLoadingCache<IpfsFile[]>({
    maxBytes: CACHE_BYTES,
    bytesOf: (all) =>
      all.reduce((sum, { byteCount }) => sum + (byteCount / CHUNK_BYTES) * BYTES_PER_CHUNK, 100),
  });

  const read = (work: Work) =>
    unlessMalformed(() => readManifest(work.content, (index) => readChunk(work, index)));
  const layoutOf = (work: Work) => layouts.get(work.content.root, async () => (await read(work))?.layout);
  const filesOf = (work: Work) =>
    files.get(work.content.root, async () => {
      const known = await read(work);
      const leaves = decodeLeafList(work.tree.list) ?? [];
      return known && unlessMalformed(() => ipfsFilesOf(known.manifest, known.layout, leaves));
    });

  /** The chunks of the manifest; undefined for a work without one. */
  async function manifestChunks(work: Work): Promise<number | undefined> {
    const first = await readChunk(work, 0);
    return first && (await unlessMalformed(async () => manifestChunksOf(work.content, first)));
  }

  return {
    async bodyAt(work, index) {
      const alone = { first: index, last: index };
      // to know more of chunk 0, one would have to have it
      const manifest = index === 0 ? undefined : await manifestChunks(work);
      if (manifest === undefined) return alone;
      if (index < manifest) return wholeBodyAt(index, 1, manifest - 1);
      const layout = await layoutOf(work);
      const span = layout && spanOfChunk(layout.spans.flat(), index);
      return span ? wholeBodyAt(index, span.firstChunk, span.firstChunk + span.chunkCount - 1) : alone;
    },
    async fileAt(work, index) {
      if (index === 0) return { last: BLOCKS_BEFORE_MANIFEST - 1 };
      const alone = { last: work.tree.leafCount - 1 };
      const manifest = await manifestChunks(work);
      if (manifest === undefined) return alone;
      if (index < manifest) return { last: manifest - 1 };
      const file = (await filesOf(work))?.findLast(({ firstChunk }) => firstChunk <= index);
      if (!file) return alone;
      const start = startAt(work.tree, file.firstChunk);
      return { file, last: chunkAt(work.tree, start + file.byteCount - 1) };
    },
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
