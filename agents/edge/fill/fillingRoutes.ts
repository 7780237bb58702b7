// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from "viem";
import type { Route } from "../../kernel/http/route.ts";
import type { ChunkStore } from "../chunkStore.ts";
import { requireStored } from "../policy.ts";
import type { ServedChunks } from "../servedChunks.ts";

/** The routes of viewers; all others are of publishers, who want to know what is held. */
const OF_VIEWERS = ["/leaves", "/bytes", "/chunks/:index", "/chunks/:first-:last"];

/**
 * The routes of an edge with sources: `filling` for viewers, `held` for publishers, and for edges that ask for what is held here alone. Two
 * edges that fill from each other would otherwise each wait for the other.
 */
export function fillingRoutes(filling: readonly Route[], held: readonly Route[]): Route[] {
  return filling.map((route, at) => {
    const own = held[at]!;
    if (route.method !== "GET" || !OF_VIEWERS.some((path) => route.path.endsWith(path))) return own;
    return {
      ...route,
      handle: (request) =>
        (request.headers["cache-control"] === "only-if-cached" ? own : route).handle(request),
    };
  });
}

/** Chunks that are on disk; one that is on its way is not waited for. */
export const heldChunks = (chunks: ServedChunks, store: Pick<ChunkStore, "indicesOf">): ServedChunks => ({
  async take(work, first, last) {
    requireStored(store.indicesOf(work.content.contentId), work.tree.leafCount, first, last);
    return chunks.take(work, first, last);
  },
});

/** What may be asked for where missing chunks are filled: everything. */
const EVERY_INDEX = { size: -1, has: () => true } as unknown as ReadonlySet<number>;
export const withEveryIndex = (store: ChunkStore): ChunkStore => ({
  ...store,
  indicesOf: (_: Hex) => EVERY_INDEX,
});
