// SPDX-License-Identifier: GPL-3.0-or-later
import { type HttpResponse, Parts } from "../kernel/http/route.ts";
import type { ChunkStore } from "./chunkStore.ts";
import type { ByteRange } from "./conditions.ts";
import { chunkAt, startAt } from "./heldTree.ts";
import { requireStored } from "./policy.ts";
import type { ReadyChunk, ServedChunks, TakenChunks } from "./servedChunks.ts";
import type { Work } from "./works.ts";

/** Chunks in memory at once for one reader: a MiB. */
const BATCH_CHUNKS = 16;

/**
 * The body with `range` of a work's bytes, read batch by batch as the client takes them. Throws an HttpError before the first
 * byte unless all chunks are stored; where one turns out to be damaged in the middle, the answer breaks off there.
 */
export async function readBytes(options: {
  work: Work;
  range: ByteRange;
  store: Pick<ChunkStore, "indicesOf">;
  chunks: ServedChunks;
  onServed(chunks: number, bytes: number): void;
}): Promise<Required<Pick<HttpResponse, "body" | "release">>> {
  const { work, range, store, chunks, onServed } = options;
  const { tree } = work;
  const [first, last] = [chunkAt(tree, range.start), chunkAt(tree, range.end - 1)];
  requireStored(store.indicesOf(work.content.contentId), tree.leafCount, first, last);
  const take = (from: number) => chunks.take(work, from, Math.min(last, from + BATCH_CHUNKS - 1));
  let held: TakenChunks | undefined = await take(first);
  let isOver = false;

  function letGo(): void {
    held?.release();
    held = undefined;
  }

  const within = ({ bytes }: ReadyChunk, index: number) => {
    const start = startAt(tree, index);
    return bytes.subarray(Math.max(0, range.start - start), range.end - start);
  };

  async function* batches() {
    for (let from = first; from <= last; from += BATCH_CHUNKS) {
      if (from > first) {
        letGo();
        held = await take(from);
      }
      // the client may have left while the chunks were read
      if (isOver || !held) return letGo();
      const parts = held.chunks.map((chunk, at) => within(chunk, from + at));
      onServed(
        parts.length,
        parts.reduce((sum, { length }) => sum + length, 0),
      );
      yield parts;
    }
  }

  return {
    body: new Parts(range.end - range.start, batches()),
    release() {
      isOver = true;
      letGo();
    },
  };
}
