// SPDX-License-Identifier: GPL-3.0-or-later
import { z } from "zod";
import { HttpError } from "../kernel/http/problem.ts";
import { BYTES, defineRoute, type HttpResponse, type Route } from "../kernel/http/route.ts";
import type { ChunkStore } from "./chunkStore.ts";
import { dataRoutes } from "./dataRoutes.ts";
import type { Hashing } from "./hashing.ts";
import { leafAt } from "./heldTree.ts";
import type { EdgeMetrics } from "./metrics.ts";
import { contentId, index } from "./parameters.ts";
import { missingRanges, requireChunkLength, requireChunkOf } from "./policy.ts";
import type { ServedChunks } from "./servedChunks.ts";
import type { RequireUploader } from "./uploaders.ts";
import { requireWork, type Work, type Works } from "./works.ts";

const ofWork = { path: "/content/:contentId", params: z.object({ contentId }), cors: "*" } as const;
const ofChunk = {
  path: "/content/:contentId/chunks/:index",
  params: z.object({ contentId, index }),
  cors: "*",
} as const;

const status = {
  description: "The chunks held, and the missing ranges.",
  body: z.object({
    leafCount: z.int(),
    stored: z.int(),
    complete: z.boolean(),
    missing: z.array(z.array(z.int()).length(2)).describe("[first, last] of each range"),
  }),
};

/** The edge's HTTP routes, described in the README; those that serve chunks stand in dataRoutes.ts. */
export function edgeRoutes(options: {
  works: Works;
  store: ChunkStore;
  hashing: Hashing;
  chunks: ServedChunks;
  metrics: EdgeMetrics;
  /** Who may upload; without it, anybody. */
  requireUploader?: RequireUploader | undefined;
}): Route[] {
  const { works, store, hashing, metrics, requireUploader } = options;

  const statusOf = ({ content, tree }: Work): HttpResponse => {
    const stored = store.indicesOf(content.contentId);
    const missing = missingRanges(tree.leafCount, stored);
    const complete = missing.length === 0;
    const body = { leafCount: tree.leafCount, stored: stored.size, complete, missing };
    return { status: 200, body };
  };

  return [
    defineRoute({
      ...ofWork,
      method: "PUT",
      summary: "Takes the leaf list of a work",
      body: BYTES,
      answers: { 200: status },
      async handle(request) {
        const content = await works.contentToAccept(request.params.contentId);
        await requireUploader?.(request, content);
        return statusOf(await works.accept(content, await request.body()));
      },
    }),
    defineRoute({
      ...ofWork,
      method: "GET",
      summary: "The chunks held of a work",
      answers: { 200: status },
      handle: async ({ params }) => statusOf(await requireWork(works, params.contentId)),
    }),
    defineRoute({
      ...ofWork,
      method: "GET",
      path: "/content/:contentId/leaves",
      summary: "The leaf list of a work",
      answers: { 200: { description: "length u32 ‖ chunkHash ‖ piecesRoot, each.", body: BYTES } },
      async handle({ params }) {
        const { content } = await requireWork(works, params.contentId);
        return { status: 200, body: await store.readLeafList(content.contentId) };
      },
    }),
    defineRoute({
      ...ofChunk,
      method: "PUT",
      summary: "Takes a chunk",
      body: BYTES,
      answers: {
        200: { description: "This edge held the chunk already." },
        201: { description: "The chunk is on disk." },
      },
      async handle(request) {
        const { params, headers, body } = request;
        requireChunkLength(headers["content-length"]);
        // what was held before the disk went is neither held nor unknown
        store.requireThere();
        const work = await requireWork(works, params.contentId);
        await requireUploader?.(request, work.content);
        requireChunkOf(work.tree, params.index);
        const leaf = leafAt(work.tree, params.index);
        const bytes = await body();
        if (!(await hashing.isChunkOf(leaf, bytes))) {
          throw new HttpError(
            422,
            "chunk_differs",
            `The bytes are not chunk ${leaf.index} of the work: send the committed ones.`,
          );
        }
        const { contentId } = work.content;
        if (store.indicesOf(contentId).has(leaf.index)) return { status: 200 };
        await store.writeChunk(contentId, leaf.index, bytes);
        metrics.chunksStored.set(store.count());
        return { status: 201 };
      },
    }),
    ...dataRoutes(options),
  ];
}
