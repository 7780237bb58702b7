// SPDX-License-Identifier: MIT
import type { Manifest, Rendition } from "../content/manifestFields.ts";
import { orAborted } from "../wire/aborting.ts";
import { type MediaSourceLike, readySec, until, type VideoLike } from "./pageMedia.ts";
import type { PlayParameters } from "./play.ts";
import { mediaPlayback, unlessPlayed } from "./playback.ts";

export type PlayInParameters = {
  /** Seconds to hold ready beyond the viewer; 30 by default. */
  aheadSec?: number;
  /** The page's `MediaSource` by default. */
  newMediaSource?: () => MediaSourceLike;
  /** The page's `MediaSource.isTypeSupported` by default. */
  isTypeSupported?: (mime: string) => boolean;
  /** The page's `URL.createObjectURL` by default. */
  createObjectURL?: (source: MediaSourceLike) => string;
};
export type PlayInReturnType = Required<
  Pick<PlayParameters, "playback" | "readAheadSec" | "onManifest" | "onBytes" | "onEnd" | "onFailure">
>;

const page = globalThis as unknown as {
  MediaSource: { new (): MediaSourceLike; isTypeSupported(mime: string): boolean };
  URL: { createObjectURL(source: MediaSourceLike): string };
};

/**
 * Plays a work in a page's `<video>` or `<audio>`, and pays for what the element plays. The media may be any file that
 * mediabunny reads: a page's media source takes fragments alone, so the file is repacked as it arrives, not encoded anew.
 *
 * @example
 * await play({ content, court, edges, paymentSession, ...playIn(video) });
 */
export function playIn(
  video: VideoLike,
  {
    aheadSec = 30,
    newMediaSource = () => new page.MediaSource(),
    isTypeSupported = (mime) => page.MediaSource.isTypeSupported(mime),
    createObjectURL = (source) => page.URL.createObjectURL(source),
  }: PlayInParameters = {},
): PlayInReturnType {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const bytesIn = writable.getWriter();
  let missing = 0;
  let isOver = false;
  let playing: Promise<unknown> | undefined;
  const failing = new AbortController();

  async function playMedia(): Promise<void> {
    // with mediabunny, which who only plays does without
    const { repack } = await import("./repack.ts");
    const source = newMediaSource();
    video.src = createObjectURL(source);
    await until(source, "sourceopen", () => source.readyState !== "closed");
    // who plays a part of a file has no end of it
    const isCut = () => isOver && missing > 0;
    await repack(readable, { source, isTypeSupported, isCut }, video);
    if (source.readyState === "open") source.endOfStream();
  }

  /** Rejects as soon as playing fails. */
  const orFailed = <T>(work: Promise<T>) => orAborted(work, failing.signal);

  const clock = mediaPlayback(video);
  return {
    // an element that gets no media plays nothing, for ever
    playback: {
      begins: (second, signal) => orFailed(clock.begins(second, signal)).catch(unlessPlayed(video, second)),
    },
    // the element's own buffer is the bound
    readAheadSec: Number.POSITIVE_INFINITY,
    onManifest(_manifest: Manifest, { fragments }: Rendition) {
      missing = fragments.length;
      playing = playMedia();
      playing.catch((error) => failing.abort(error));
    },
    async onBytes(bytes, span) {
      const isNear = () => readySec(video) < aheadSec;
      await orFailed(until(video, "timeupdate", isNear));
      await orFailed(bytesIn.write(bytes));
      if (span) missing -= 1;
    },
    async onEnd() {
      isOver = true;
      await orFailed(bytesIn.close());
      await playing;
    },
    onFailure() {
      isOver = true;
      bytesIn.close().catch(() => {});
    },
  };
}
