// SPDX-License-Identifier: MIT
import type { PaymentSession } from "../channels/paymentSession.ts";
import { type EdgeFailure, fetchChunk } from "../content/fetchChunk.ts";
import type { GetContentReturnType } from "../content/getContent.ts";
import { chunksOfSecond, decodeManifest, type Manifest } from "../content/manifest.ts";
import type { Court } from "../content/receipt.ts";
import type { Edge } from "../content/requestChunk.ts";
import { deferred } from "../wire/deferred.ts";
import { type Playback, realTimePlayback } from "./playback.ts";
import { Progress } from "./progress.ts";
import { readAhead } from "./readAhead.ts";

export type PlayedSecond = { second: number; paidWei: bigint; manifest: Manifest };

export type PlayParameters = {
  content: GetContentReturnType;
  court: Court;
  /** The edges to ask, in this order; an edge that failed is asked after the others. */
  edges: readonly Edge[];
  paymentSession: Pick<PaymentSession, "pay" | "paidWei">;
  /** Seconds to play; the whole work by default. */
  seconds?: number;
  /** The clock that payment follows: {@link mediaPlayback} of an element; the speed of life by default. */
  playback?: Playback;
  /** Called once, before the first chunk. */
  onManifest?: (manifest: Manifest) => unknown;
  /** Called with each verified chunk, in order; a promise holds the next chunk back. */
  onChunk?: (bytes: Uint8Array, index: number) => unknown;
  /** Called once, after the last chunk. */
  onEnd?: () => unknown;
  /** Called once, in the place of `onEnd`, when no more chunks come; what came is still played to its end. */
  onFailure?: (error: unknown) => unknown;
  onSecond?: (played: PlayedSecond) => void;
  /** Seconds to fetch ahead of playback; 20 by default. */
  readAheadSec?: number;
  /** Chunks to fetch at once; 8 by default. */
  parallel?: number;
  /** Ends the playing, between two seconds or in the middle of a fetch. */
  signal?: AbortSignal;
};

export type PlayReturnType = {
  manifest: Manifest;
  /** Seconds that were played, and paid. */
  secondsPlayed: number;
  /** Bytes of the media, without its manifest. */
  mediaBytes: number;
  paidWei: bigint;
  /** Failures of edges; another edge helped each time. */
  failures: EdgeFailure[];
};

/**
 * Plays a work: fetches and verifies its chunks some seconds ahead of playback, and pays for each second as the second
 * begins to play. A second that was not fetched or not played is not paid.
 *
 * @throws ChunkUnavailableError when no edge serves a chunk; the errors of `paymentSession.pay`; the signal's reason.
 * @example
 * const content = await getContent(client, { contentRegistry, contentId });
 * const edges = await getEdges(client, { operatorRegistry, startBlock });
 * await play({ content, court, edges, paymentSession, ...playIn(video) });
 */
export async function play(parameters: PlayParameters): Promise<PlayReturnType> {
  const { content, paymentSession, onChunk, onSecond, playback = realTimePlayback() } = parameters;
  const { readAheadSec = 20, parallel = 8 } = parameters;
  const ending = new AbortController();
  const signal = parameters.signal ? AbortSignal.any([parameters.signal, ending.signal]) : ending.signal;
  signal.throwIfAborted();
  const { fetchVerified, failures } = fetcherOf(parameters, signal);

  const manifest = decodeManifest(content, await fetchVerified(0));
  await parameters.onManifest?.(manifest);
  const seconds = Math.min(parameters.seconds ?? manifest.durationSec, manifest.durationSec);
  const { chunks, neededBy } = planOf(manifest, seconds);
  const delivered = new Progress();
  const begun = new Progress();
  const aborted = deferred<never>();
  aborted.promise.catch(() => {});
  signal.addEventListener("abort", () => {
    for (const progress of [delivered, begun]) progress.fail(signal.reason);
    aborted.reject(signal.reason);
  });
  /** A consumer may hold a chunk back for ever. */
  const orAborted = (work: unknown) => Promise.race([work, aborted.promise]);
  let mediaBytes = 0;

  async function deliver(): Promise<void> {
    const isDue = (n: number) => chunks[n]!.second <= begun.value + readAheadSec;
    const due = (n: number) => begun.reach(chunks[n]!.second - readAheadSec);
    const fetch = async (n: number) => {
      const { index } = chunks[n]!;
      return { index, bytes: await fetchVerified(index) };
    };
    for await (const { index, bytes } of readAhead({ count: chunks.length, parallel, fetch, isDue, due })) {
      await orAborted(onChunk?.(bytes, index));
      mediaBytes += bytes.length;
      delivered.advance();
    }
    await orAborted(parameters.onEnd?.());
  }

  /** A player that ends or breaks because its media ends too early fails for that reason. */
  async function begins(second: number): Promise<boolean> {
    const isBegun = await playback.begins(second, signal).catch((error) => {
      delivered.throwIfFailed();
      throw error;
    });
    if (!isBegun) delivered.throwIfFailed();
    return isBegun;
  }

  async function playSeconds(): Promise<void> {
    for (let second = 0; second < seconds; second += 1) {
      await delivered.reach(neededBy[second]!);
      if (!(await begins(second))) return;
      signal.throwIfAborted();
      if (content.ratePerSecondWei > 0n) await paymentSession.pay(content.ratePerSecondWei);
      begun.advance();
      onSecond?.({ second, paidWei: paymentSession.paidWei, manifest });
    }
    await playback.begins(seconds, signal);
  }

  // what is delivered already is played to its end, whatever fails behind it
  const delivery = deliver().catch((error) => {
    delivered.fail(error);
    if (!signal.aborted) parameters.onFailure?.(error);
  });
  try {
    await playSeconds();
  } finally {
    ending.abort();
    await delivery;
  }
  return { manifest, secondsPlayed: begun.value, mediaBytes, paidWei: paymentSession.paidWei, failures };
}

/** Fetches chunks from the edges that failed least. */
function fetcherOf({ content, court, edges }: PlayParameters, signal: AbortSignal) {
  const failures: EdgeFailure[] = [];
  const countOf = (edge: Edge) => failures.filter((failure) => failure.edge === edge).length;
  async function fetchVerified(index: number): Promise<Uint8Array> {
    const inOrder = [...edges].sort((a, b) => countOf(a) - countOf(b));
    const fetched = await fetchChunk({ content, index, edges: inOrder, court, signal });
    failures.push(...fetched.failures);
    return fetched.bytes;
  }
  return { failures, fetchVerified };
}

/** The chunks of the first `seconds`, each once with the second that needs it, and how many of them each second needs. */
function planOf(manifest: Manifest, seconds: number) {
  const chunks: { index: number; second: number }[] = [];
  const neededBy: number[] = [];
  for (let second = 0; second < seconds; second += 1) {
    for (const index of chunksOfSecond(manifest, second))
      if (index > (chunks.at(-1)?.index ?? 0)) chunks.push({ index, second });
    neededBy.push(chunks.length);
  }
  return { chunks, neededBy };
}
