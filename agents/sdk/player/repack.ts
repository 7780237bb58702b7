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
import { deferred } from "../wire/deferred.ts";
import { containerOf, encodedAnew } from "./container.ts";
import { type MediaSourceLike, makeRoom, type SourceBufferLike, until, type VideoLike } from "./pageMedia.ts";
import { MediaUnplayable } from "./playerErrors.ts";

/** An index at a file's end is found only behind all of the media. */
const MOST_HELD_BYTES = 2 ** 30;

export type RepackFor = {
  source: MediaSourceLike;
  isTypeSupported(mime: string): boolean;
  /** Whether no more of the file comes. */
  isCut(): boolean;
};

/** Repacks media as it arrives for a media source of this browser, and appends each piece. */
export async function repack(
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
  const broken = deferred<never>();
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
    const reasons = conversion.discardedTracks.map(({ reason }) => reason).join(", ");
    throw new MediaUnplayable(reasons);
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
