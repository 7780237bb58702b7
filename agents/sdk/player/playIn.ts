// SPDX-License-Identifier: MIT
import {
  ALL_FORMATS,
  Conversion,
  Input,
  type InputAudioTrack,
  Mp4OutputFormat,
  Output,
  ReadableStreamSource,
  StreamTarget,
} from "mediabunny";
import type { Manifest } from "../content/manifest.ts";
import { type MediaSourceLike, makeRoom, type SourceBufferLike, until, type VideoLike } from "./pageMedia.ts";
import { mediaPlayback } from "./playback.ts";
import type { WatchParameters } from "./watch.ts";

export type PlayInParameters = {
  /** Seconds to hold ready beyond the viewer; 30 by default. */
  aheadSec?: number;
  /** The page's `MediaSource` by default. */
  newMediaSource?: () => MediaSourceLike;
  /** The page's `URL.createObjectURL` by default. */
  createObjectURL?: (source: MediaSourceLike) => string;
};
export type PlayInReturnType = Required<
  Pick<WatchParameters, "playback" | "readAheadSec" | "onManifest" | "onChunk" | "onEnd">
>;

/** An index at a file's end is found only behind all of the media. */
const MOST_HELD_BYTES = 2 ** 30;

const page = globalThis as unknown as {
  MediaSource: new () => MediaSourceLike;
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
    try {
      await repack(readable, (mime) => source.addSourceBuffer(mime), video);
    } catch (error) {
      // who watches a part of a file has no end of it
      if (!(isOver && missingBytes > 0)) throw error;
    }
    if (source.readyState === "open") source.endOfStream();
  }

  /** Rejects as soon as playing fails. */
  const orFailed = <T>(work: Promise<T>) => Promise.race([work, playing!.then(() => work)]);

  return {
    playback: mediaPlayback(video),
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
  };
}

/** Repacks media as it arrives into fragments, and appends each to a source buffer. */
async function repack(
  readable: ReadableStream<Uint8Array>,
  open: (mime: string) => SourceBufferLike,
  video: VideoLike,
): Promise<void> {
  const source = new ReadableStreamSource(readable, { maxCacheSize: MOST_HELD_BYTES });
  const input = new Input({ source, formats: ALL_FORMATS });
  let buffer: SourceBufferLike | undefined;
  const fragments = new WritableStream<{ data: Uint8Array }>({
    async write({ data }) {
      buffer ??= open(await output.getMimeType());
      await append(buffer, data, video);
    },
  });
  const format = new Mp4OutputFormat({ fastStart: "fragmented" });
  const output = new Output({ format, target: new StreamTarget(fragments) });
  // no media source takes sound that is not compressed
  const audio = async (track: InputAudioTrack) =>
    (await track.getCodec())?.startsWith("pcm") ? ({ codec: "opus" } as const) : {};
  const conversion = await Conversion.init({ input, output, audio });
  if (!conversion.isValid) {
    const reasons = conversion.discardedTracks.map(({ reason }) => reason).join(", ") || "no tracks";
    throw new Error(`this browser cannot play the media (${reasons}): try another browser`);
  }
  await conversion.execute();
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
