// SPDX-License-Identifier: GPL-3.0-or-later
import type { Route } from "../../kernel/http/route.ts";
import type { Node } from "../../kernel/node.ts";
import type { ChunkStore } from "../chunkStore.ts";
import { heldChunks } from "../fill/fillingRoutes.ts";
import type { EdgeMetrics } from "../metrics.ts";
import type { ServedChunks } from "../servedChunks.ts";
import type { Works } from "../works.ts";
import { createBlockIndex } from "./blockIndex.ts";
import { ipfsRoutes } from "./ipfsRoutes.ts";

/** Between two looks for works that have come. */
const LOOK_EVERY_MS = 1_000;

/** Starts what finds blocks by their CIDs. */
export function startGateway({
  node,
  store: opened,
  works,
}: {
  node: Pick<Node<never, never>, "loop">;
  store: ChunkStore;
  works: Pick<Works, "get">;
}) {
  const index = createBlockIndex({ works, store: opened });
  const store: ChunkStore = {
    ...opened,
    async writeLeafList(contentId, list) {
      await opened.writeLeafList(contentId, list);
      index.forget(contentId);
    },
    async writeChunk(contentId, at, bytes) {
      await opened.writeChunk(contentId, at, bytes);
      index.changed(contentId);
    },
    async removeWork(contentId) {
      await opened.removeWork(contentId);
      index.forget(contentId);
    },
  };
  node.loop({ name: "ipfs", everyMs: LOOK_EVERY_MS, tick: (signal) => index.refresh(signal) });
  return {
    /** The store to write to, so that what comes is noticed. */
    store,
    /** The gateway's paths, which stand outside of the API. */
    routes: ({ chunks, metrics }: { chunks: ServedChunks; metrics: EdgeMetrics }): Route[] =>
      ipfsRoutes({
        index,
        store,
        chunks: heldChunks(chunks, store),
        onServed(blocks, bytes) {
          metrics.chunksServed.inc(blocks);
          metrics.bytesServed.inc(bytes);
        },
      }),
  };
}
