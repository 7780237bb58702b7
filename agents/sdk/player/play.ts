// SPDX-License-Identifier: MIT
import type { PaymentSession } from "../channels/paymentSession.ts";
import type { EdgeFailure } from "../content/fetchChunk.ts";
import type { GetContentReturnType } from "../content/getContent.ts";
import type { FragmentSpan } from "../content/layout.ts";
import type { Manifest, Rendition } from "../content/manifestFields.ts";
import { onAbort, orAborted } from "../wire/aborting.ts";
import { type OpenedWork, type OpenWorkParameters, openWork } from "./openWork.ts";
import { type Playback, realTimePlayback } from "./playback.ts";
import { Progress } from "./progress.ts";
import { qualityOf } from "./qualities.ts";
import { readAhead } from "./readAhead.ts";

export type PlayedSecond = { second: number; paidWei: bigint; manifest: Manifest };

export type PlayParameters = OpenWorkParameters & {
  content: GetContentReturnType;
  paymentSession: Pick<PaymentSession, "pay" | "paidWei">;
  /** Seconds to play; the whole work by default. */
  seconds?: number;
  /** The name of the rendition to hand out, as of 720p; the best one by default. */
  quality?: string | undefined;
  /** The clock that payment follows: {@link mediaPlayback} of an element; the speed of life by default. */
  playback?: Playback;
  /** Called once, before the first bytes, with the rendition that will be handed out. */
  onManifest?: (manifest: Manifest, rendition: Rendition) => unknown;
  /**
   * Called with the rendition's initialisation, where it has one, and with each of its fragments: verified, decrypted, in order;
   * a promise holds the next one back.
   */
  onBytes?: (bytes: Uint8Array, span: FragmentSpan | undefined) => unknown;
  /** Called once, after the last bytes. */
  onEnd?: () => unknown;
  /** Called once, in the place of `onEnd`, when no more bytes come; what came is still played to its end. */
  onFailure?: (error: unknown) => unknown;
  /** Fetches by itself what it plays, in the place of `onBytes`: a player that chooses qualities and places. */
  deliver?: (work: OpenedWork, signal: AbortSignal) => Promise<void>;
  onSecond?: (played: PlayedSecond) => void;
  /** Seconds to fetch ahead of playback; 20 by default. */
  readAheadSec?: number;
  /** Fragments to fetch side by side; 4 by default. */
  parallel?: number;
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
 * Plays a work: fetches, verifies and decrypts its fragments some seconds ahead of playback, and pays for each second as the
 * second begins to play. A second that was not fetched or not played is not paid.
 *
 * @throws ChunkUnavailableError when no edge serves a chunk; KeysMissing and FragmentSealed of an encrypted work; the errors of `paymentSession.pay`; the signal's reason.
 * @example
 * const content = await client.content.getContent({ contentId });
 * const edges = await client.content.getEdges();
 * await play({ content, court, edges, paymentSession, ...playIn(video) });
 */
export async function play(parameters: PlayParameters): Promise<PlayReturnType> {
  const { content, paymentSession, onBytes, onSecond, playback = realTimePlayback() } = parameters;
  const { readAheadSec = 20, parallel = 4 } = parameters;
  const ending = new AbortController();
  const signal = parameters.signal ? AbortSignal.any([parameters.signal, ending.signal]) : ending.signal;
  signal.throwIfAborted();
  const work = await openWork({ ...parameters, signal });
  const { manifest } = work;
  const quality = qualityOf(manifest, parameters.quality);
  await parameters.onManifest?.(manifest, manifest.renditions[quality]!);
  const seconds = Math.min(parameters.seconds ?? manifest.durationSec, manifest.durationSec);
  const { init } = manifest.renditions[quality]!;
  const spans = work.layout.spans[quality]!.filter(({ startSec }) => startSec < seconds);
  const delivered = new Progress();
  const begun = new Progress();
  onAbort(signal, () => {
    for (const progress of [delivered, begun]) progress.fail(signal.reason);
  });
  /** A consumer may hold bytes back for ever. */
  const taken = (work: unknown) => orAborted(work, signal);
  let mediaBytes = 0;

  async function handOut(): Promise<void> {
    const isDue = (n: number) => spans[n]!.startSec <= begun.value + readAheadSec;
    const due = (n: number) => begun.reach(Math.floor(spans[n]!.startSec) - readAheadSec);
    const fetch = (n: number) =>
      work.readFragment(spans[n]!, { signal, slackSec: () => spans[n]!.startSec - begun.value });
    if (init.length > 0) await taken(onBytes?.(init, undefined));
    let handedOut = 0;
    for await (const bytes of readAhead({ count: spans.length, parallel, fetch, isDue, due })) {
      await taken(onBytes?.(bytes, spans[handedOut++]));
      mediaBytes += bytes.length;
      delivered.advance();
    }
    await taken(parameters.onEnd?.());
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

  /** Lets a player that was told of the failure play what came, of this second too, before the failure is thrown. */
  const untilPlayed = (second: number) => async (error: unknown) => {
    if (parameters.onFailure && !signal.aborted) await playback.begins(second, signal).catch(() => {});
    throw error;
  };

  async function playSeconds(): Promise<void> {
    let needed = 0;
    for (let second = 0; second < seconds; second += 1) {
      while (needed < spans.length && spans[needed]!.startSec < second + 1) needed += 1;
      if (!parameters.deliver) await delivered.reach(needed).catch(untilPlayed(second));
      if (!(await begins(second))) return;
      signal.throwIfAborted();
      if (content.ratePerSecondWei > 0n) await paymentSession.pay(content.ratePerSecondWei);
      begun.advance();
      onSecond?.({ second, paidWei: paymentSession.paidWei, manifest });
    }
    await playback.begins(seconds, signal);
  }

  const deliver = () => parameters.deliver?.(work, signal) ?? handOut();
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
  return {
    manifest,
    secondsPlayed: begun.value,
    mediaBytes,
    paidWei: paymentSession.paidWei,
    failures: [...work.failures],
  };
}
