// SPDX-License-Identifier: MIT
import type { MediaSourceLike, SourceBufferLike, VideoLike } from "../player/pageMedia.ts";

type Target = {
  addEventListener: VideoLike["addEventListener"];
  removeEventListener: VideoLike["removeEventListener"];
};

/** Listeners by event. */
function events(): Target & { fire(type: string): void } {
  const listeners = new Map<string, Set<() => void>>();
  const of = (type: string) => listeners.get(type) ?? listeners.set(type, new Set()).get(type)!;
  return {
    addEventListener: (type, listener) => void of(type).add(listener),
    removeEventListener: (type, listener) => void of(type).delete(listener),
    fire: (type) => [...of(type)].forEach((listener) => void listener()),
  };
}

const domError = (name: string, message: string) => Object.assign(new Error(message), { name });

/**
 * A page's video and media source, with the rules that pages have: a source buffer needs codecs, takes one append at a time
 * and fragments alone, and is full at `quotaBytes`. A byte is `secondsPerByte` of playback.
 */
export function samplePage({
  quotaBytes = Number.POSITIVE_INFINITY,
  secondsPerByte = 0.001,
  isTaken = (_mime: string): boolean => true,
} = {}) {
  const mimes: string[] = [];
  const appended: Uint8Array[] = [];
  const clock = { current: 0, until: 0, bytes: 0, played: 0, ended: false };
  let source: MediaSourceLike | undefined;
  let opened = () => {};

  function newBuffer(): SourceBufferLike {
    const buffer = { ...events(), updating: false };
    const later = (work: () => void) => {
      if (buffer.updating) throw domError("InvalidStateError", "still updating");
      buffer.updating = true;
      setImmediate(() => {
        work();
        buffer.updating = false;
        buffer.fire("updateend");
      });
    };
    return Object.assign(buffer, {
      appendBuffer(data: Uint8Array) {
        if (clock.bytes + data.length > quotaBytes)
          throw domError("QuotaExceededError", "the buffer is full");
        later(() => {
          appended.push(data.slice());
          clock.bytes += data.length;
          clock.until += data.length * secondsPerByte;
        });
      },
      remove: (_start: number, end: number) =>
        later(() => {
          clock.bytes -= Math.min(clock.bytes, Math.floor(end / secondsPerByte) - removed);
          removed = Math.floor(end / secondsPerByte);
        }),
    });
  }
  let removed = 0;

  const video = {
    ...events(),
    src: "",
    get currentTime() {
      return clock.current;
    },
    get ended() {
      return clock.ended;
    },
    played: {
      get length() {
        return clock.played > 0 ? 1 : 0;
      },
      start: () => 0,
      end: () => clock.played,
    },
    buffered: {
      get length() {
        return clock.until > 0 ? 1 : 0;
      },
      start: () => 0,
      end: () => clock.until,
    },
  };

  function newMediaSource(): MediaSourceLike {
    let state: MediaSourceLike["readyState"] = "closed";
    const made = {
      ...events(),
      get readyState() {
        return state;
      },
      addSourceBuffer(mime: string) {
        if (!/^((video|audio)\/\w+; codecs="[^"]+"|audio\/mpeg)$/.test(mime))
          throw domError("NotSupportedError", mime);
        mimes.push(mime);
        return newBuffer();
      },
      endOfStream: () => {
        state = "ended";
      },
    };
    source = made;
    opened = () => {
      state = "open";
      made.fire("sourceopen");
    };
    return made;
  }

  return {
    video,
    mimes,
    page: {
      newMediaSource,
      isTypeSupported: (mime: string) => isTaken(mime),
      createObjectURL() {
        setImmediate(opened);
        return "blob:page";
      },
    },
    bytes: () => Buffer.concat(appended),
    isAtEnd: () => source?.readyState === "ended",
    /** Plays up to `seconds` of what is buffered. */
    play(seconds: number) {
      clock.current = Math.min(clock.current + seconds, clock.until);
      clock.played = clock.current;
      clock.ended = source?.readyState === "ended" && clock.current === clock.until;
      video.fire("timeupdate");
      if (clock.ended) video.fire("ended");
    },
  };
}
