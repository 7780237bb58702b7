// SPDX-License-Identifier: GPL-3.0-or-later
// The requests to a source. What comes is unverified: whoever takes it compares each chunk with its leaf.
import { type Outgoing, OutgoingError, type OutgoingLimits } from "../../kernel/http/outgoing.ts";
import { createFrameReader } from "../../sdk/content/chunkFrames.ts";
import { formatCid } from "../../sdk/content/cid.ts";
import { chunksUrl, leavesUrl } from "../../sdk/content/edgeApi.ts";
import { CHUNK_BYTES } from "../../sdk/content/leaf.ts";
import type { CommittedContent } from "../../sdk/content/tree.ts";
import type { IpfsFile } from "../../sdk/publishing/ipfsFiles.ts";
import { nodeUrl } from "../../sdk/wire/nodeUrl.ts";
import { leafAt, startAt } from "../heldTree.ts";
import { planCar } from "../ipfs/carPlan.ts";
import { CAR_TYPE } from "../ipfs/gatewayRequest.ts";
import type { Work } from "../works.ts";
import type { Places } from "./places.ts";
import { carBytes, createCarReader, NotTheCarError } from "./readCar.ts";
import type { Source } from "./sources.ts";

export type AskedChunk = { index: number; bytes: Uint8Array };

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
  source: Source,
  work: Work,
  { first, last }: { first: number; last: number },
  { outgoing, places }: { outgoing: Outgoing; places: Places },
): AsyncGenerator<AskedChunk, void, undefined> {
  const { kind, endpoint } = source;
  if (kind === "edge") return yield* framesOf(outgoing, endpoint, work.content, first, last, HELD_ONLY);
  if (kind === "gateway") return yield* blocksOf(source, work, { first, last }, { outgoing, places });
  for (let next = first; next <= last; ) {
    const body = await places.bodyAt(work, next);
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

/** Gateways that gave no CAR, or another one than was asked for, until the edge starts again. */
const givesNoCar = new WeakSet<Source>();

/** The chunks from a trustless gateway: of each file those that stand in a row as one CAR, the rest, and from who gives none, as raw blocks. */
async function* blocksOf(
  source: Source,
  work: Work,
  { first, last }: { first: number; last: number },
  { outgoing, places }: { outgoing: Outgoing; places: Places },
): AsyncGenerator<AskedChunk, void, undefined> {
  for (let next = first; next <= last; ) {
    // of a chunk alone no CAR is worth its nodes
    const isPlain = next === last || givesNoCar.has(source);
    const part = isPlain ? { last } : await places.fileAt(work, next);
    const end = Math.min(last, part.last);
    if (!part.file || end === next) {
      yield* rawBlocks(outgoing, source.endpoint, leavesOf(work, next, end));
      next = end + 1;
      continue;
    }
    try {
      for await (const asked of carChunks(outgoing, source.endpoint, work, part.file, next, end)) {
        yield asked;
        next = asked.index + 1;
      }
    } catch (error) {
      const isRefused = error instanceof OutgoingError && error.status !== undefined;
      if (!isRefused && !(error instanceof NotTheCarError)) throw error;
      // of a gateway that lacks one block of a CAR the others are had one by one
      if (!isRefused || error.status !== 404) givesNoCar.add(source);
      yield* rawBlocks(outgoing, source.endpoint, leavesOf(work, next, end));
      next = end + 1;
    }
  }
}

const leavesOf = ({ tree }: Work, first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, at) => leafAt(tree, first + at));

/** Chunks of a file as one CAR. */
async function* carChunks(
  outgoing: Outgoing,
  gateway: string,
  { tree }: Work,
  { root, cid, firstChunk }: IpfsFile,
  first: number,
  last: number,
): AsyncGenerator<AskedChunk, void, undefined> {
  const fileAt = startAt(tree, firstChunk);
  const bytes = { from: startAt(tree, first) - fileAt, to: tree.ends[last]! - fileAt - 1 };
  const plan = planCar(root, { format: "car", scope: "entity", bytes, hasDuplicates: true });
  const query = `format=car&dag-scope=entity&entity-bytes=${bytes.from}:${bytes.to}&car-order=dfs&car-dups=y`;
  const headers = { accept: `${CAR_TYPE};version=1;order=dfs;dups=y` };
  const car = createCarReader(plan);
  const limits = { ...within(carBytes(plan)), headers };
  for await (const part of outgoing.stream(`${nodeUrl(gateway, "ipfs", cid)}?${query}`, limits))
    for (const { chunk, bytes: read } of car.take(part)) yield { index: firstChunk + chunk, bytes: read };
  if (!car.isDone()) throw new OutgoingError("ended before the last block of a CAR");
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
