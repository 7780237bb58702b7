// SPDX-License-Identifier: MIT
import { reasonOf } from "../wire/reasonOf.ts";
import { createFrameReader, type FrameReader } from "./chunkFrames.ts";
import { chunksUrl } from "./edgeApi.ts";
import { createLeafCheck } from "./proof.ts";
import { BadAnswerError, badStatus, type Edge } from "./requestChunk.ts";
import { requireChunk } from "./requireChunk.ts";
import type { CommittedContent } from "./tree.ts";

/** Both included; 64 chunks at most. */
export type ChunkRange = { first: number; last: number };

export type RequestChunksOptions = {
  /** Ends the request. */
  signal?: AbortSignal | undefined;
  /** Called with the number of bytes of each read, proofs included, before the bytes are verified: to measure the edge. */
  onBytes?: ((count: number) => void) | undefined;
  /** The longest wait for the next byte, in milliseconds: 10,000 by default. */
  stallMs?: number | undefined;
};

export type VerifiedChunk = { index: number; bytes: Uint8Array; proof: Uint8Array };

/**
 * Asks `edge` once for several chunks, and hands each out in order as soon as it has arrived and is verified: the proof leads
 * to the root on chain, and the bytes are the leaf's. No receipts come with them: {@link requestChunk} gets the receipt of
 * a chunk that was wrong.
 *
 * @throws BadAnswerError whose `index` is the chunk to ask another edge for: all chunks before it were handed out. With
 * `retryable` the edge was busy, silent or out of reach; without, the answer was wrong. InvalidInput for a bad range; the
 * signal's reason.
 * @example
 * for await (const { index, bytes } of requestChunks(edge, content, { first: 0, last: 15 })) keep(index, bytes);
 */
export async function* requestChunks(
  edge: Edge,
  content: CommittedContent,
  { first, last }: ChunkRange,
  options: RequestChunksOptions = {},
): AsyncGenerator<VerifiedChunk, void, undefined> {
  const frames = createFrameReader(first, last);
  const url = chunksUrl(edge, content, first, last);
  const provenLeaf = createLeafCheck(content);
  for await (const part of readParts(url, frames, options))
    for (const { index, proof, bytes } of frames.take(part)) {
      await requireChunk(provenLeaf(proof), index, bytes);
      yield { index, bytes, proof };
    }
  if (frames.next <= last)
    throw new BadAnswerError(`broke off in chunk ${frames.next}`, { index: frames.next, retryable: true });
}

/** Reads a body as it arrives. Throws the signal's reason, or a BadAnswerError. */
async function* readParts(
  url: string,
  frames: FrameReader,
  { signal, onBytes, stallMs = 10_000 }: RequestChunksOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  signal?.throwIfAborted();
  const ending = new AbortController();
  const within = async <Result>(failed: string, waiting: Promise<Result>): Promise<Result> => {
    const timer = setTimeout(() => ending.abort(), stallMs);
    try {
      return await waiting;
    } catch (cause) {
      signal?.throwIfAborted();
      const what = ending.signal.aborted ? `sent nothing for ${stallMs} ms` : `${failed}: ${reasonOf(cause)}`;
      throw new BadAnswerError(what, { index: frames.next, retryable: true, cause });
    } finally {
      clearTimeout(timer);
    }
  };
  try {
    const either = signal ? AbortSignal.any([signal, ending.signal]) : ending.signal;
    const response = await within("gave no answer", fetch(url, { signal: either, redirect: "error" }));
    if (response.status !== 200) throw badStatus(response.status, frames.next);
    const reader = response.body?.getReader();
    for (;;) {
      const read = reader && (await within("broke off", reader.read()));
      if (!read || read.done) return;
      onBytes?.(read.value.length);
      yield read.value;
    }
  } finally {
    // whoever stops early, or was lied to, downloads no more
    ending.abort();
  }
}
