// SPDX-License-Identifier: GPL-3.0-or-later
// The requests to a source. What comes is unverified: whoever takes it compares each chunk with its leaf.
import { type Outgoing, OutgoingError, type OutgoingLimits } from "../../kernel/http/outgoing.ts";
import { createFrameReader } from "../../sdk/content/chunkFrames.ts";
import { formatCid } from "../../sdk/content/cid.ts";
import { chunksUrl, leavesUrl } from "../../sdk/content/edgeApi.ts";
import { CHUNK_BYTES } from "../../sdk/content/leaf.ts";
import type { CommittedContent } from "../../sdk/content/tree.ts";
import { nodeUrl } from "../../sdk/wire/nodeUrl.ts";
import { leafAt } from "../heldTree.ts";
import type { Work } from "../works.ts";
import type { Source } from "./sources.ts";

export type AskedChunk = { index: number; bytes: Uint8Array };
/** The body of a mirror that holds a chunk; both ends included. */
export type BodyAt = (work: Work, index: number) => Promise<{ first: number; last: number }>;

/** The longest wait for a source's next byte. */
const STALL_MS = 2_000;
/** Whoever brings less is slow: 2 Mbit/s, a third of the quality that most people watch. */
const LEAST_BYTES_PER_MS = 250;
/** The most of a frame beside its chunk. */
const FRAME_OVERHEAD_BYTES = 2_048;
const PARALLEL_BLOCKS = 16;
/** Edges ask edges for what they hold: two that fill from each other would wait for each other. */
const HELD_ONLY = { "cache-control": "only-if-cached" };

const within = (maxBytes: number): OutgoingLimits => ({
  ...{ maxBytes, stallMs: STALL_MS, totalMs: STALL_MS + maxBytes / LEAST_BYTES_PER_MS },
});

/** The chunks from `first` to `last` as `source` has them, in order; from a mirror, perhaps others of the same bodies. */
export async function* askForChunks(
  { kind, endpoint }: Source,
  work: Work,
  { first, last }: { first: number; last: number },
  { outgoing, bodyAt }: { outgoing: Outgoing; bodyAt: BodyAt },
): AsyncGenerator<AskedChunk, void, undefined> {
  if (kind === "edge") return yield* framesOf(outgoing, endpoint, work.content, first, last, HELD_ONLY);
  if (kind === "gateway") {
    const hashes = Array.from({ length: last - first + 1 }, (_, at) => leafAt(work.tree, first + at));
    return yield* rawBlocks(outgoing, endpoint, hashes);
  }
  for (let next = first; next <= last; ) {
    const body = await bodyAt(work, next);
    yield* framesOf(outgoing, endpoint, work.content, body.first, body.last);
    next = body.last + 1;
  }
}

/** The leaf list as `source` has it, `leafCount` entries long or not at all. */
export function askForLeaves(
  { kind, endpoint }: Source,
  content: CommittedContent,
  listBytes: number,
  outgoing: Outgoing,
): Promise<Buffer> {
  const limits = within(listBytes);
  return outgoing.read(leavesUrl({ endpoint }, content.contentId), {
    ...limits,
    ...(kind === "edge" && { headers: HELD_ONLY }),
  });
}

async function* framesOf(
  outgoing: Outgoing,
  endpoint: string,
  content: CommittedContent,
  first: number,
  last: number,
  headers: Record<string, string> = {},
): AsyncGenerator<AskedChunk, void, undefined> {
  const frames = createFrameReader(first, last);
  const limits = within((last - first + 1) * (CHUNK_BYTES + FRAME_OVERHEAD_BYTES));
  for await (const part of outgoing.stream(chunksUrl({ endpoint }, content, first, last), {
    ...limits,
    headers,
  }))
    yield* frames.take(part);
  if (frames.next <= last) throw new OutgoingError(`ended before chunk ${frames.next}`);
}

/** Blocks by their CIDs from a trustless gateway, in order, up to 16 requests at once. */
export async function* rawBlocks(
  outgoing: Outgoing,
  gateway: string,
  wanted: readonly { index: number; chunkHash: Uint8Array }[],
): AsyncGenerator<AskedChunk, void, undefined> {
  const ending = new AbortController();
  const ask = (at: number) => {
    const cid = formatCid({ codec: "raw", hash: wanted[at]!.chunkHash });
    const url = `${nodeUrl(gateway, "ipfs", cid)}?format=raw`;
    const headers = { accept: "application/vnd.ipld.raw" };
    const block = outgoing.read(url, { ...within(CHUNK_BYTES), headers, signal: ending.signal });
    // whoever stops at an earlier block hears of no later one
    block.catch(() => {});
    return block;
  };
  const asked: Promise<Buffer>[] = [];
  try {
    for (let at = 0; at < wanted.length; at++) {
      while (asked.length < Math.min(wanted.length, at + PARALLEL_BLOCKS)) asked.push(ask(asked.length));
      const bytes = await asked[at]!;
      // what was handed out is not held
      delete asked[at];
      yield { index: wanted[at]!.index, bytes };
    }
  } finally {
    ending.abort();
  }
}
