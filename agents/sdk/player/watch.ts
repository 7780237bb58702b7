// SPDX-License-Identifier: MIT

import type { PaymentSession } from "../channels/paymentSession.ts";
import { type EdgeFailure, fetchChunk } from "../content/fetchChunk.ts";
import { chunksOfSecond, decodeManifest, type Manifest } from "../content/manifest.ts";
import type { ReadContentReturnType } from "../content/readContent.ts";
import type { Court } from "../content/receipt.ts";
import type { Edge } from "../content/requestChunk.ts";

export type WatchedSecond = { second: number; paidWei: bigint; manifest: Manifest };

export type WatchParameters = {
  content: ReadContentReturnType;
  court: Court;
  /** The edges to ask, in this order. */
  edges: readonly Edge[];
  paymentSession: Pick<PaymentSession, "pay" | "paidWei">;
  /** Seconds to watch; the whole work by default. */
  seconds?: number;
  /** Called with each verified chunk, in order. */
  onChunk?: (bytes: Uint8Array, index: number) => void;
  onSecond?: (watched: WatchedSecond) => void;
  /** Ends the watch, between two seconds or in the middle of a fetch. */
  signal?: AbortSignal;
};

export type WatchReturnType = {
  manifest: Manifest;
  secondsWatched: number;
  /** Bytes of the media, without its manifest. */
  mediaBytes: number;
  paidWei: bigint;
  /** Failures of edges; another edge helped each time. */
  failures: EdgeFailure[];
};

/**
 * Watches a work in real time: fetches and verifies the chunks of each second, pays for the second, and waits until it
 * has passed. A second that could not be fetched is not paid.
 *
 * @throws ChunkUnavailableError when no edge serves a chunk; the errors of `paymentSession.pay`; the signal's reason.
 * @example
 * const content = await readContent(client, { contentRegistry, contentId });
 * const edges = await readEdges(client, { operatorRegistry, startBlock });
 * await watch({ content, court, edges, paymentSession, onChunk: (bytes) => sourceBuffer.appendBuffer(bytes) });
 */
export async function watch(parameters: WatchParameters): Promise<WatchReturnType> {
  const { content, court, edges, paymentSession, onChunk, onSecond, signal } = parameters;
  const failures: EdgeFailure[] = [];
  const fetchVerified = async (index: number) => {
    const fetched = await fetchChunk({ content, index, edges, court, ...(signal && { signal }) });
    failures.push(...fetched.failures);
    return fetched.bytes;
  };

  const manifest = decodeManifest(content, await fetchVerified(0));
  const seconds = Math.min(parameters.seconds ?? manifest.durationSec, manifest.durationSec);
  let next = manifest.firstChunk;
  let mediaBytes = 0;
  const startedAt = Date.now();
  for (let second = 0; second < seconds; second += 1) {
    for (const index of chunksOfSecond(manifest, second)) {
      if (index < next) continue; // the second before had this chunk too
      const bytes = await fetchVerified(index);
      onChunk?.(bytes, index);
      mediaBytes += bytes.length;
      next = index + 1;
    }
    if (content.ratePerSecondWei > 0n) await paymentSession.pay(content.ratePerSecondWei);
    onSecond?.({ second, paidWei: paymentSession.paidWei, manifest });
    await sleepUntil(startedAt + (second + 1) * 1_000, signal);
  }
  return { manifest, secondsWatched: seconds, mediaBytes, paidWei: paymentSession.paidWei, failures };
}

function sleepUntil(timeMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(
      () => {
        signal?.removeEventListener("abort", abort);
        resolve();
      },
      Math.max(0, timeMs - Date.now()),
    );
    signal?.addEventListener("abort", abort, { once: true });
  });
}
