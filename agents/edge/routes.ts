// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from "viem";
import { z } from "zod";
import { HttpError } from "../kernel/http/problem.ts";
import { BYTES, defineRoute, type HttpResponse, type Route } from "../kernel/http/route.ts";
import { PROOF_HEADER, RECEIPT_HEADER } from "../sdk/content/requestChunk.ts";
import type { ChunkStore } from "./chunkStore.ts";
import type { EdgeMetrics } from "./metrics.ts";
import {
  isChunkOf,
  leafAt,
  missingRanges,
  parseContentId,
  parseIndex,
  requireChunkLength,
} from "./policy.ts";
import type { ServedChunks } from "./servedChunks.ts";
import type { Work, Works } from "./works.ts";

const contentId = z.string().meta({ pattern: "^0x[0-9a-fA-F]{64}$" }).transform(parseContentId);
const index = z.string().meta({ pattern: "^(0|[1-9][0-9]{0,14})$" }).transform(parseIndex);
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

/** The edge's HTTP routes, described in the README. */
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
    throw new HttpError(
      404,
      "work_not_held",
      "This edge holds no leaf list of the work. Send the leaf list first.",
    );
  }

  const statusOf = ({ content, tree }: Work): HttpResponse => {
    const stored = store.indicesOf(content.contentId);
    const missing = missingRanges(tree.leaves.length, stored);
    const complete = missing.length === 0;
    const body = { leafCount: tree.leaves.length, stored: stored.size, complete, missing };
    return { status: 200, body };
  };

  return [
    defineRoute({
      ...ofWork,
      method: "PUT",
      summary: "Takes the leaf list of a work",
      body: BYTES,
      answers: { 200: status },
      async handle({ params, body }) {
        const content = await works.contentToAccept(params.contentId);
        return statusOf(await works.accept(content, await body()));
      },
    }),
    defineRoute({
      ...ofWork,
      method: "GET",
      summary: "The chunks held of a work",
      answers: { 200: status },
      handle: async ({ params }) => statusOf(await heldWork(params.contentId)),
    }),
    defineRoute({
      ...ofWork,
      method: "GET",
      path: "/content/:contentId/leaves",
      summary: "The leaf list of a work",
      answers: { 200: { description: "length u32 ‖ chunkHash ‖ piecesRoot, each.", body: BYTES } },
      async handle({ params }) {
        const { content } = await heldWork(params.contentId);
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
      async handle({ params, headers, body }) {
        requireChunkLength(headers["content-length"]);
        // what was held before the disk went is neither held nor unknown
        store.requireThere();
        const work = await heldWork(params.contentId);
        const leaf = leafAt(work.tree, params.index);
        const bytes = await body();
        if (!(await isChunkOf(leaf, bytes))) {
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
    defineRoute({
      ...ofChunk,
      method: "GET",
      summary: "A chunk, with the proof of its place and a signed receipt",
      bare: true,
      answers: {
        200: {
          description: "The chunk.",
          body: BYTES,
          headers: {
            [PROOF_HEADER]: "The packed proof, in base64",
            [RECEIPT_HEADER]: "The edge's signature over the receipt",
          },
        },
      },
      async handle({ method, params }) {
        const work = await heldWork(params.contentId);
        const { index } = leafAt(work.tree, params.index);
        const chunk = await chunks.get(work, index);
        if (!chunk)
          throw new HttpError(404, "chunk_not_held", "This edge does not hold the chunk. Try another edge.");
        if (method === "GET") {
          metrics.chunksServed.inc();
          metrics.bytesServed.inc(chunk.bytes.length);
        }
        const headers = { [PROOF_HEADER]: chunk.proof, [RECEIPT_HEADER]: chunk.signature };
        return { status: 200, headers, body: chunk.bytes };
      },
    }),
  ];
}
