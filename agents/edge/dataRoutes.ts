// SPDX-License-Identifier: GPL-3.0-or-later
import { z } from "zod";
import { BYTES, defineRoute, Parts, type Route } from "../kernel/http/route.ts";
import { FRAMES_TYPE, MOST_FRAMES } from "../sdk/content/chunkFrames.ts";
import { PROOF_HEADER, RECEIPT_HEADER } from "../sdk/content/requestChunk.ts";
import type { ChunkStore } from "./chunkStore.ts";
import { holdsIfRange, matchesEtag, parseByteRange } from "./conditions.ts";
import type { EdgeMetrics } from "./metrics.ts";
import { contentId, index, root } from "./parameters.ts";
import {
  requireCanonical,
  requireChunkOf,
  requireFrameRange,
  requireRoot,
  requireStored,
  unsatisfiable,
} from "./policy.ts";
import { readBytes } from "./readBytes.ts";
import type { ReadyChunk, ServedChunks } from "./servedChunks.ts";
import { requireWork, type Works } from "./works.ts";

/** For answers whose URL names the root: the bytes of a URL never change. */
const FOR_EVER = "public, max-age=31536000, immutable";
/** Frames of one batch: a MiB. */
const BATCH_FRAMES = 16;

/** The routes that serve chunks, from memory where they are hot. Ciphertext needs no sign-in: everybody may ask. */
export function dataRoutes(options: {
  works: Works;
  store: Pick<ChunkStore, "indicesOf">;
  chunks: ServedChunks;
  metrics: EdgeMetrics;
}): Route[] {
  const { works, store, chunks, metrics } = options;

  function onServed(count: number, bytes: number): void {
    metrics.chunksServed.inc(count);
    metrics.bytesServed.inc(bytes);
  }

  function count(method: string, served: readonly ReadyChunk[]): void {
    if (method === "GET") onServed(served.length, sum(served.map(({ bytes }) => bytes)));
  }

  return [
    defineRoute({
      method: "GET",
      path: "/content/:contentId/chunks/:first-:last",
      params: z.object({ contentId, first: index, last: index }),
      query: z.strictObject({ root }),
      cors: "*",
      bare: true,
      summary: `Up to ${MOST_FRAMES} chunks, both ends included, each framed with the proof of its place`,
      answers: {
        200: {
          description: "For each chunk: proofLength u16 ‖ length u32 ‖ proof ‖ bytes.",
          body: BYTES,
          headers: { etag: "Of the root and the range", "cache-control": "For ever: the URL names the root" },
        },
        304: { description: "The client has the answer already." },
      },
      async handle({ method, url, params, query, headers }) {
        const { first, last } = params;
        const range = `${first}-${last}`;
        requireCanonical(url, `/v1/content/${params.contentId}/chunks/${range}?root=${query.root}`);
        requireFrameRange(first, last);
        const work = await requireWork(works, params.contentId);
        requireRoot(work.content, query.root);
        requireChunkOf(work.tree, last);
        const validators = { etag: `"${query.root}/${range}"`, "cache-control": FOR_EVER };
        if (matchesEtag(headers["if-none-match"], validators.etag))
          return { status: 304, headers: validators };
        const { chunks: ready, release } = await chunks.take(work, first, last);
        count(method, ready);
        const frames = ready.map(({ frame }) => frame);
        const batches: Buffer[][] = [];
        for (let at = 0; at < frames.length; at += BATCH_FRAMES)
          batches.push(frames.slice(at, at + BATCH_FRAMES));
        const body = frames.length === 1 ? frames[0]! : new Parts(sum(frames), batches);
        return { status: 200, headers: { "content-type": FRAMES_TYPE, ...validators }, body, release };
      },
    }),
    defineRoute({
      method: "GET",
      path: "/content/:contentId/bytes",
      params: z.object({ contentId }),
      query: z.strictObject({ root }),
      cors: "*",
      bare: true,
      summary: "The bytes of a work, or one range of them, for players and caches that know no chunks",
      answers: {
        200: { description: "All chunks in a row.", body: BYTES, headers: { etag: "Of the root" } },
        206: {
          description: "One range.",
          body: BYTES,
          headers: { "content-range": "bytes first-last/length" },
        },
        304: { description: "The client has the work already." },
      },
      async handle({ method, url, params, query, headers }) {
        requireCanonical(url, `/v1/content/${params.contentId}/bytes?root=${query.root}`);
        const work = await requireWork(works, params.contentId);
        requireRoot(work.content, query.root);
        const length = Number(work.content.byteCount);
        const etag = `"${query.root}"`;
        const said = { etag, "cache-control": FOR_EVER, "accept-ranges": "bytes" };
        if (matchesEtag(headers["if-none-match"], etag)) return { status: 304, headers: said };
        // a range is of GET alone
        const asked =
          method === "GET" && holdsIfRange(headers["if-range"] as string | undefined, etag)
            ? parseByteRange(headers.range, length)
            : "whole";
        if (asked === "unsatisfiable") throw unsatisfiable(length);
        const range = asked === "whole" ? { start: 0, end: length } : asked;
        const status = asked === "whole" ? 200 : 206;
        const contentRange = `bytes ${range.start}-${range.end - 1}/${length}`;
        const told = status === 200 ? said : { ...said, "content-range": contentRange };
        if (method === "HEAD") {
          requireStored(store.indicesOf(params.contentId), work.tree.leafCount, 0, work.tree.leafCount - 1);
          return { status, headers: told, body: new Parts(length, []) };
        }
        return { status, headers: told, ...(await readBytes({ work, range, store, chunks, onServed })) };
      },
    }),
    defineRoute({
      method: "GET",
      path: "/content/:contentId/chunks/:index",
      params: z.object({ contentId, index }),
      cors: "*",
      bare: true,
      summary: "A chunk, with the proof of its place and a signed receipt",
      answers: {
        200: {
          description: "The chunk.",
          body: BYTES,
          headers: {
            [PROOF_HEADER]: "The packed proof, in base64",
            [RECEIPT_HEADER]: "The edge's signature over the receipt",
            etag: "Of the root and the chunk",
          },
        },
        304: { description: "The client has the chunk already, of the same root." },
      },
      async handle({ method, url, params, headers }) {
        requireCanonical(url, `/v1/content/${params.contentId}/chunks/${params.index}`);
        const work = await requireWork(works, params.contentId);
        // without a root in its URL the answer changes when the work is republished, or grows
        const validators = {
          etag: `"${work.content.root}/${params.index}"`,
          "cache-control": "public, no-cache",
        };
        requireChunkOf(work.tree, params.index);
        if (matchesEtag(headers["if-none-match"], validators.etag))
          return { status: 304, headers: validators };
        const { chunks: ready, release } = await chunks.take(work, params.index, params.index);
        const [chunk] = ready as [ReadyChunk];
        try {
          const proven = { [PROOF_HEADER]: chunk.proof(), [RECEIPT_HEADER]: await chunk.receipt() };
          count(method, ready);
          return { status: 200, headers: { ...proven, ...validators }, body: chunk.bytes, release };
        } catch (error) {
          release();
          throw error;
        }
      },
    }),
  ];
}

const sum = (parts: readonly Buffer[]) => parts.reduce((total, { length }) => total + length, 0);
