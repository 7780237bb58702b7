// SPDX-License-Identifier: MIT
import {
  ALL_FORMATS,
  Conversion,
  Input,
  type InputAudioTrack,
  Output,
  ReadableStreamSource,
  StreamTarget,
} from "mediabunny";
import type { Manifest } from "../content/manifest.ts";
import { containerOf, encodedAnew } from "./container.ts";
import { type MediaSourceLike, makeRoom, type SourceBufferLike, until, type VideoLike } from "./pageMedia.ts";
import { mediaPlayback } from "./playback.ts";
import type { WatchParameters } from "./watch.ts";

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
  Pick<WatchParameters, "playback" | "readAheadSec" | "onManifest" | "onChunk" | "onEnd" | "onFailure">
>;

/** An index at a file's end is found only behind all of the media. */
const MOST_HELD_BYTES = 2 ** 30;

const page = globalThis as unknown as {
  MediaSource: { new (): MediaSourceLike; isTypeSupported(mime: string): boolean };
  URL: { createObjectURL(source: MediaSourceLike): string };
};

/**
 * Plays a watch in a page's `<video>` or `<audio>`, and pays for what the element plays. The media may be any file that
 * mediabunny reads: a page's media source takes fragments alone, so the file is repacked as it arrives, not encoded anew.
 *
 * @example
 * await watch({ content, court, edges, paymentSession, ...playIn(video) });
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

  async function play(): Promise<void> {
    const source = newMediaSource();
    video.src = createObjectURL(source);
    await until(source, "sourceopen", () => source.readyState !== "closed");
    // who watches a part of a file has no end of it
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
      playing = play();
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

type RepackFor = {
  source: MediaSourceLike;
  isTypeSupported(mime: string): boolean;
  /** Whether no more of the file comes. */
  isCut(): boolean;
};

/** Repacks media as it arrives for a media source of this browser, and appends each piece. */
async function repack(
  readable: ReadableStream<Uint8Array>,
  { source, isTypeSupported, isCut }: RepackFor,
  video: VideoLike,
): Promise<void> {
  const input = new Input({
    source: new ReadableStreamSource(readable, { maxCacheSize: MOST_HELD_BYTES }),
    formats: ALL_FORMATS,
  });
  const { mime, format } = await containerOf(input, isTypeSupported);
  const buffer = source.addSourceBuffer(mime);
  // a writable that fails leaves mediabunny with a rejection that nobody handles
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => {});
  let isBroken = false;
  const pieces = new WritableStream<{ data: Uint8Array }>({
    async write({ data }) {
      if (isBroken) return;
      await append(buffer, data, video).catch((error) => {
        isBroken = true;
        broken.reject(error);
      });
    },
  });
  const output = new Output({ format, target: new StreamTarget(pieces) });
  const audio = async (track: InputAudioTrack) => (await encodedAnew(track)) ?? {};
  const conversion = await Conversion.init({ input, output, tracks: "primary", audio });
  if (!conversion.isValid) {
    const reasons = conversion.discardedTracks.map(({ reason }) => reason).join(", ") || "no tracks";
    throw new Error(`this browser cannot play the media (${reasons}): try another browser`);
  }
  const executed = conversion.execute().catch((error) => {
    if (!isCut()) throw error;
  });
  await Promise.race([executed, broken.promise]);
}

async function append(buffer: SourceBufferLike, data: Uint8Array, video: VideoLike): Promise<void> {
  for (;;) {
    try {
      buffer.appendBuffer(data);
    } catch (error) {
      if ((error as Error).name !== "QuotaExceededError") throw error;
      await makeRoom(buffer, video);
      continue;
    }
    return until(buffer, "updateend", () => !buffer.updating);
  }
}

function bufferedUntil({ buffered }: VideoLike): number {
  return buffered.length === 0 ? 0 : buffered.end(buffered.length - 1);
}
