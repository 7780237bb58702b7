// SPDX-License-Identifier: MIT
// The parts of a page's media elements and sources that the player uses: this repository compiles without the types of pages.
import type { MediaClock } from "./playback.ts";

type Listening = {
  addEventListener(type: string, listener: () => void): void;
  removeEventListener(type: string, listener: () => void): void;
};

/** The part of a `TimeRanges`. */
type MediaRanges = { readonly length: number; start(range: number): number; end(range: number): number };

/** The part of an `HTMLMediaElement`. */
export type VideoLike = MediaClock &
  Listening & {
    src: string;
    readonly currentTime: number;
    readonly buffered: MediaRanges;
  };

/** The part of a `SourceBuffer`. */
export type SourceBufferLike = Listening & {
  readonly updating: boolean;
  appendBuffer(data: Uint8Array): void;
  remove(start: number, end: number): void;
};

/** The part of a `MediaSource`. */
export type MediaSourceLike = Listening & {
  readonly readyState: "closed" | "open" | "ended";
  addSourceBuffer(mime: string): SourceBufferLike;
  endOfStream(): void;
};

/** Seconds that the element holds ready from where the viewer is. */
export function readySec({ buffered, currentTime }: Pick<VideoLike, "buffered" | "currentTime">): number {
  for (let range = 0; range < buffered.length; range += 1) {
    // the first picture may begin somewhat behind the beginning
    const isHere = buffered.start(range) <= currentTime + 0.1 && currentTime <= buffered.end(range);
    if (isHere) return buffered.end(range) - currentTime;
  }
  return 0;
}

/** Waits for `isSo`, which may change with each event `type`. */
export async function until(target: Listening, type: string, isSo: () => boolean): Promise<void> {
  if (isSo()) return;
  await new Promise<void>((resolve) => {
    const look = () => {
      if (!isSo()) return;
      target.removeEventListener(type, look);
      resolve();
    };
    target.addEventListener(type, look);
  });
}

/** Seconds that stay behind the viewer, for a short jump back. */
const KEPT_SEC = 10;

/** Drops what was played from a full buffer, or waits until something was played. */
export async function makeRoom(buffer: SourceBufferLike, video: VideoLike): Promise<void> {
  const before = video.currentTime;
  if (before <= KEPT_SEC) return until(video, "timeupdate", () => video.currentTime > before);
  buffer.remove(0, before - KEPT_SEC);
  await until(buffer, "updateend", () => !buffer.updating);
  // a second try without room would come back here at once
  await until(video, "timeupdate", () => video.currentTime > before);
}
