// SPDX-License-Identifier: MIT
import type { Manifest } from "../content/manifest.ts";
import { type MediaSourceLike, until, type VideoLike } from "./pageMedia.ts";
import type { PlayParameters } from "./play.ts";
import { mediaPlayback } from "./playback.ts";
import { repack } from "./repack.ts";

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
  Pick<PlayParameters, "playback" | "readAheadSec" | "onManifest" | "onChunk" | "onEnd" | "onFailure">
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
  let missingBytes = 0;
  let isOver = false;
  let playing: Promise<unknown> | undefined;

  async function playMedia(): Promise<void> {
    const source = newMediaSource();
    video.src = createObjectURL(source);
    await until(source, "sourceopen", () => source.readyState !== "closed");
    // who plays a part of a file has no end of it
    const isCut = () => isOver && missingBytes > 0;
    await repack(readable, { source, isTypeSupported, isCut }, video);
    if (source.readyState === "open") source.endOfStream();
  }

  /** Rejects as soon as playing fails. */
  const orFailed = <T>(work: Promise<T>) => Promise.race([work, playing!.then(() => work)]);

  const clock = mediaPlayback(video);
  return {
    // an element that gets no media plays nothing, for ever
    playback: { begins: (second, signal) => orFailed(clock.begins(second, signal)) },
    // the element's own buffer is the bound
    readAheadSec: Number.POSITIVE_INFINITY,
    onManifest({ byteCount }: Manifest) {
      missingBytes = byteCount;
      playing = playMedia();
      playing.catch(() => {});
    },
    async onChunk(bytes) {
      const isNear = () => bufferedUntil(video) - video.currentTime < aheadSec;
      await orFailed(until(video, "timeupdate", isNear));
      await orFailed(bytesIn.write(bytes));
      missingBytes -= bytes.length;
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

function bufferedUntil({ buffered }: VideoLike): number {
  return buffered.length === 0 ? 0 : buffered.end(buffered.length - 1);
}
