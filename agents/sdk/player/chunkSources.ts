// SPDX-License-Identifier: MIT
import { MOST_FRAMES, wholeBodyAt } from "../content/chunkFrames.ts";
import { ChunkUnavailableError, type EdgeFailure, fetchChunk } from "../content/fetchChunk.ts";
import type { Court } from "../content/receipt.ts";
import { BadAnswerError, type Edge } from "../content/requestChunk.ts";
import { requestChunks } from "../content/requestChunks.ts";
import { signedLie } from "../content/signedLie.ts";
import type { CommittedContent } from "../content/tree.ts";
import { deferred } from "../wire/deferred.ts";
import { reasonOf } from "../wire/reasonOf.ts";
import { pause } from "../wire/requestJson.ts";
import { createDeadline } from "./deadline.ts";
import { createParts, HEDGE_MS, type Part } from "./parts.ts";
import type { PeerSource } from "./peerSource.ts";
import { Throughput } from "./throughput.ts";

export type SourceEvents = {
  /** Called for each chunk once it is verified, in any order. */
  onFetched?: ((fetched: { index: number; byteCount: number; edge: Edge }) => void) | undefined;
  /** Called for each failure of an edge, with the chunk where it failed. */
  onRefused?: ((refused: EdgeFailure & { index: number }) => void) | undefined;
};

export type FetchChunksOptions = {
  signal?: AbortSignal | undefined;
  onBytes?: ((byteCount: number) => void) | undefined;
  /** Seconds until the chunks are played. Without it, or without much of it, edges alone are asked. */
  slackSec?: (() => number) | undefined;
};

export type ChunkSources = {
  /**
   * Fetches the chunks from `first` to `last`, from several edges side by side, and hands each to `take` once, verified, as it comes.
   * Throws a ChunkUnavailableError when no edge serves one of them, or none sends anything for {@link QUIET_MS}, and the signal's reason.
   */
  fetch(
    first: number,
    last: number,
    take: (index: number, bytes: Uint8Array) => void,
    options?: FetchChunksOptions,
  ): Promise<void>;
  /** What went wrong so far. */
  failures: readonly EdgeFailure[];
};

/** More edges at once bring little, and cost each a request. */
const MOST_EDGES = 4;
/** The pause before a busy edge is asked once more. */
const BUSY_MS = 100;
/** The longest time in which no edge sends anything: each was asked twice by then, and a person waits. */
export const QUIET_MS = 15_000;

/**
 * Makes the edges of a work one source. The edges that failed least and were fastest share a range; whoever is done takes half of what the
 * slowest still has to bring, so an edge that is slow, or hangs, holds nothing up. An edge that sent wrong bytes is asked last.
 */
export function createChunkSources(
  content: CommittedContent,
  edges: readonly Edge[],
  court: Court | undefined,
  { onFetched, onRefused }: SourceEvents = {},
  peers?: PeerSource,
): ChunkSources {
  const failures: EdgeFailure[] = [];
  const liars = new Set<Edge>();
  const note = (failure: EdgeFailure, index: number) => {
    failures.push(failure);
    onRefused?.({ ...failure, index });
  };
  const speeds = new Map(edges.map((edge) => [edge, new Throughput()]));
  const bitsPerSec = (edge: Edge) => speeds.get(edge)!.now?.estimate ?? 0;
  const failuresOf = (edge: Edge) => failures.filter((failure) => failure.edge === edge).length;

  async function fetchRange(first: number, last: number, { take, signal, onBytes }: Fetching): Promise<void> {
    const rank = (edge: Edge) => (liars.has(edge) ? Number.POSITIVE_INFINITY : failuresOf(edge));
    const spare = [...edges].sort((a, b) => rank(a) - rank(b) || bitsPerSec(b) - bitsPerSec(a));
    const most = Math.max(1, Math.min(MOST_EDGES, edges.filter((edge) => !liars.has(edge)).length));
    const missing = new Set(Array.from({ length: last - first + 1 }, (_, at) => first + at));
    const parts = createParts(first, last, most);
    /** Failures that may have passed by themselves. */
    const passing = new Map<Edge, { failure: EdgeFailure; index: number }>();
    const all = deferred<void>();
    const quiet = createDeadline(QUIET_MS);
    const ending = new AbortController();
    const either = signal ? AbortSignal.any([signal, ending.signal]) : ending.signal;
    async function bring(edge: Edge, part: Part): Promise<void> {
      while (part.next <= part.last) {
        const range = edge.isMirror
          ? wholeBodyAt(part.next, first, last)
          : { first: part.next, last: Math.min(part.last, part.next + MOST_FRAMES - 1) };
        const began = performance.now();
        let bytesRead = 0;
        const counted = (count: number) => {
          bytesRead += count;
          quiet.putOff();
          onBytes?.(count);
        };
        for await (const { index, bytes, proof } of requestChunks(edge, content, range, {
          signal: either,
          onBytes: counted,
        })) {
          if (index < part.next) continue;
          part.next = index + 1;
          part.movedAt = performance.now();
          if (missing.delete(index)) {
            take(index, bytes);
            peers?.hold(index, { proof, bytes });
            onFetched?.({ index, byteCount: bytes.length, edge });
          }
          if (missing.size === 0) all.resolve();
          if (part.next > part.last) break;
        }
        speeds.get(edge)!.count(8 * bytesRead, (performance.now() - began) / 1_000);
      }
    }

    async function work(edge: Edge): Promise<void> {
      for (let isPatient = true; missing.size > 0; ) {
        const part = parts.take();
        if (!part) {
          await pause(HEDGE_MS / 4, either);
          continue;
        }
        try {
          await bring(edge, part);
          passing.delete(edge);
        } catch (error) {
          either.throwIfAborted();
          const index = part.next;
          parts.giveUp(part);
          const failure = await failureOf(edge, index, error, either);
          if (failure.retryable) passing.set(edge, { failure, index });
          // whoever lies is said to once
          else if (!liars.has(edge)) note(failure, index);
          if (failure.retryable && isPatient) {
            isPatient = false;
            await pause(BUSY_MS, either);
            continue;
          }
          if (failure.isLie) liars.add(edge);
          return replace();
        }
      }
    }

    /** The next edge in the place of one that gave up. */
    const replace = async (): Promise<void> => {
      const edge = spare.shift();
      if (edge) await work(edge);
    };
    const workers = Array.from({ length: most }, replace);
    // what is left when every edge failed once: each chunk from whoever has it, with patience
    const over = Promise.all(workers).then(async () => {
      for (const index of missing) {
        const inOrder = [...edges].sort((a, b) => rank(a) - rank(b));
        const body = wholeBodyAt(index, first, last);
        const fetched = await fetchChunk({
          content,
          index,
          edges: inOrder,
          body,
          court,
          signal: either,
          onHeard: quiet.putOff,
        });
        onBytes?.(fetched.bytes.length);
        for (const failure of fetched.failures) note(failure, index);
        take(index, fetched.bytes);
        onFetched?.({ index, byteCount: fetched.bytes.length, edge: fetched.edge });
      }
    });
    over.catch(() => {});
    try {
      await Promise.race([all.promise, over, quiet.passed.then(() => Promise.reject(unheard()))]);
      // an edge that failed while another helped; one that is alone was asked again
      if (edges.length > 1) for (const { failure, index } of passing.values()) note(failure, index);
    } finally {
      quiet.stop();
      ending.abort();
    }

    /** What is known of each edge that could not be heard. */
    function unheard(): ChunkUnavailableError {
      const reason = `sent nothing for ${QUIET_MS / 1_000} s`;
      const silent = edges.map(
        (edge): EdgeFailure =>
          failures.filter((failure) => failure.edge === edge).at(-1) ?? { edge, reason, retryable: true },
      );
      const [index = first] = missing;
      return new ChunkUnavailableError(content, index, silent);
    }
  }

  async function failureOf(
    edge: Edge,
    index: number,
    error: unknown,
    signal: AbortSignal,
  ): Promise<EdgeFailure> {
    // an edge may have put any text on chain as its URL
    if (!(error instanceof BadAnswerError)) return { edge, reason: reasonOf(error), retryable: false };
    const { message: reason, retryable, isLie } = error;
    if (!isLie) return { edge, reason, retryable };
    const signed = court && !edge.isMirror && (await signedLie(edge, content, index, court, signal));
    return { edge, reason, retryable, isLie, ...(signed && { signed }) };
  }

  return {
    failures,
    async fetch(first, last, take, options = {}) {
      const { slackSec } = options;
      if (!peers || !slackSec) return fetchRange(first, last, { take, ...options });
      const missing = new Set(Array.from({ length: last - first + 1 }, (_, at) => first + at));
      const takeOnce = (index: number, bytes: Uint8Array) => {
        if (missing.delete(index)) take(index, bytes);
      };
      await peers.bring(first, last, { ...options, slackSec, take: takeOnce });
      await Promise.all(
        runsOf(missing).map(([from, to]) => fetchRange(from, to, { ...options, take: takeOnce })),
      );
    },
  };
}

/** The runs of numbers in a set that is in order: the first and the last of each. */
function runsOf(numbers: ReadonlySet<number>): [number, number][] {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run?.[1] === number - 1) run[1] = number;
    else runs.push([number, number]);
  }
  return runs;
}

type Fetching = Omit<FetchChunksOptions, "slackSec"> & { take: (index: number, bytes: Uint8Array) => void };
