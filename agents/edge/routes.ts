// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from "viem";
import { HttpError, type HttpResponse, type Route } from "../kernel/http/http.ts";
import { PROOF_HEADER, RECEIPT_HEADER } from "../sdk/content/requestChunk.ts";
import type { ChunkStore } from "./chunkStore.ts";
import type { EdgeMetrics } from "./metrics.ts";
import { isChunkOf, leafAt, parseContentId, parseIndex, requireChunkLength } from "./policy.ts";
import type { ServedChunks } from "./servedChunks.ts";
import type { Work, Works } from "./works.ts";

/** The edge's HTTP interface; its README says what each route does. */
export function edgeRoutes(options: {
  works: Works;
  store: ChunkStore;
  chunks: ServedChunks;
  metrics: EdgeMetrics;
}): Route[] {
  const { works, store, chunks, metrics } = options;

  async function heldWork(contentId: Hex): Promise<Work> {
    const work = await works.get(contentId);
    if (work) return work;
    throw new HttpError(404, "work_not_held", "This edge holds no leaf list of the work. Send that first.");
  }

  const status = ({ content, tree }: Work): HttpResponse => {
    const stored = store.indicesOf(content.contentId);
    const missing = missingRanges(tree.leaves.length, stored);
    const complete = missing.length === 0;
    const body = { leafCount: tree.leaves.length, stored: stored.size, complete, missing };
    return { status: 200, body };
  };

  return [
    {
      method: "PUT",
      path: "/content/:contentId",
      async handle({ params, body }) {
        const content = await works.contentToAccept(parseContentId(params.contentId));
        return status(await works.accept(content, await body()));
      },
    },
    {
      method: "GET",
      path: "/content/:contentId",
      handle: async ({ params }) => status(await heldWork(parseContentId(params.contentId))),
    },
    {
      method: "GET",
      path: "/content/:contentId/leaves",
      async handle({ params }) {
        const { content } = await heldWork(parseContentId(params.contentId));
        return { status: 200, body: await store.readLeafList(content.contentId) };
      },
    },
    {
      method: "PUT",
      path: "/content/:contentId/chunks/:index",
      async handle({ params, headers, body }) {
        requireChunkLength(headers["content-length"]);
        const work = await heldWork(parseContentId(params.contentId));
        const leaf = leafAt(work.tree, parseIndex(params.index));
        const bytes = await body();
        if (!(await isChunkOf(leaf, bytes))) {
          throw new HttpError(422, "chunk_differs", `These bytes are not chunk ${leaf.index} of the work.`);
        }
        const { contentId } = work.content;
        if (store.indicesOf(contentId).has(leaf.index)) return { status: 200 };
        await store.writeChunk(contentId, leaf.index, bytes);
        metrics.chunksStored.set(store.count());
        return { status: 201 };
      },
    },
    {
      method: "GET",
      path: "/content/:contentId/chunks/:index",
      async handle({ params }) {
        const work = await heldWork(parseContentId(params.contentId));
        const { index } = leafAt(work.tree, parseIndex(params.index));
        const chunk = await chunks.get(work, index);
        if (!chunk) throw new HttpError(404, "chunk_not_held", "This edge does not hold the chunk.");
        metrics.chunksServed.inc();
        metrics.bytesServed.inc(chunk.bytes.length);
        const headers = {
          [PROOF_HEADER]: chunk.proof,
          [RECEIPT_HEADER]: chunk.signature,
        };
        return { status: 200, headers, body: chunk.bytes };
      },
    },
  ];
}

/** The indices below `leafCount` that are not in `stored`, as [first, last] ranges in order. */
export function missingRanges(leafCount: number, stored: ReadonlySet<number>): [number, number][] {
  const ranges: [number, number][] = [];
  for (let index = 0; index < leafCount; index++) {
    if (stored.has(index)) continue;
    const last = ranges.at(-1);
    if (last?.[1] === index - 1) last[1] = index;
    else ranges.push([index, index]);
  }
  return ranges;
}
