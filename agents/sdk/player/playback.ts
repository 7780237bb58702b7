// SPDX-License-Identifier: MIT
import { orAborted } from "../wire/aborting.ts";
import { deferred } from "../wire/deferred.ts";
import { pause } from "../wire/requestJson.ts";
import { PlayerFailed } from "./playerErrors.ts";

/** The clock of playing: payment follows what is played, and nothing else. */
export type Playback = {
  /**
   * Resolves once `second` seconds were played and the next one begins: true, or false when playback is over before. Pauses,
   * stalls, and a machine asleep delay the answer. Called with 0, 1, 2 and so on.
   */
  begins(second: number, signal?: AbortSignal): Promise<boolean>;
};

const SECOND_MS = 1_000;

/**
 * Playback at the speed of life, for a consumer without a clock, such as a file: a second lasts a second from its own
 * beginning, so time lost in a stall or asleep is not made up for.
 */
export function realTimePlayback(): Playback {
  let beganAt = Number.NEGATIVE_INFINITY;
  return {
    async begins(_second, signal) {
      await pause(Math.max(0, Math.min(beganAt + SECOND_MS - performance.now(), SECOND_MS)), signal);
      beganAt = performance.now();
      return true;
    },
  };
}

const CLOCK_EVENTS = ["timeupdate", "ended", "error"] as const;
type ClockEvent = (typeof CLOCK_EVENTS)[number];

/** The part of an `HTMLMediaElement` that tells what was played. */
export type MediaClock = {
  readonly played: { readonly length: number; start(range: number): number; end(range: number): number };
  readonly ended: boolean;
  /** Why the element cannot go on. */
  readonly error?: { readonly message: string } | null;
  addEventListener(type: ClockEvent, listener: () => void): void;
  removeEventListener(type: ClockEvent, listener: () => void): void;
};

/**
 * Playback of a media element: each second of the media that was played counts once, wherever the viewer jumps. Rejects once
 * the element fails.
 *
 * @example
 * await play({ content, court, edges, paymentSession, playback: mediaPlayback(video), onBytes });
 */
export function mediaPlayback(element: MediaClock): Playback {
  return {
    begins(second, signal) {
      const { promise, resolve, reject } = deferred<boolean>();
      const look = () => {
        if (playedSeconds(element) > second) resolve(true);
        else if (element.ended) resolve(false);
        else if (element.error)
          reject(new PlayerFailed(`the player stopped: ${element.error.message || "no reason given"}`));
      };
      for (const type of CLOCK_EVENTS) element.addEventListener(type, look);
      look();
      return (signal ? orAborted(promise, signal) : promise).finally(() => {
        for (const type of CLOCK_EVENTS) element.removeEventListener(type, look);
      });
    },
  };
}

/** For the `catch` of a failure: a second that the element has begun to play by then was played, and is paid. */
export const unlessPlayed =
  (element: MediaClock, second: number) =>
  (error: unknown): true => {
    if (playedSeconds(element) > second) return true;
    throw error;
  };

function playedSeconds({ played }: MediaClock): number {
  let seconds = 0;
  for (let range = 0; range < played.length; range += 1) seconds += played.end(range) - played.start(range);
  return seconds;
}
