// SPDX-License-Identifier: GPL-3.0-or-later
// What the player does, in one word, and what a screen reader hears about it.
import type { Problem } from "../sentences.ts";

/** `idle`: nobody pressed play. `opening`: a wait that `what` names. `ready`: there is something to play. */
export type Status =
  | { step: "idle" }
  | { step: "opening"; what: string }
  | { step: "ready" | "playing" | "paused" | "stalled" | "ended" }
  | { step: "stopped"; problem: Problem };

/** The events of a media element that change the status, by type. */
const BY_EVENT = { playing: "playing", pause: "paused", waiting: "stalled" } as const;
export type MediaEventType = keyof typeof BY_EVENT;
export const MEDIA_EVENTS = Object.keys(BY_EVENT) as MediaEventType[];

/**
 * The status after an event of the element. What stopped stays stopped. An element that ends pauses too, and the end is only where
 * the last second is paid.
 */
export function afterMediaEvent(status: Status, type: MediaEventType, isAtEnd: boolean): Status {
  if (status.step === "stopped" || status.step === "idle" || status.step === "ended") return status;
  // an element without media yet waits and pauses by itself
  if (status.step === "opening" && type !== "playing") return status;
  if (type === "pause" && isAtEnd) return status;
  return { step: BY_EVENT[type] };
}

/** Whether there is something to play, to pause and to jump in. */
export const hasPicture = ({ step }: Status): boolean =>
  step !== "idle" && step !== "opening" && step !== "stopped";

/** Said aloud when the step changes, and at no other time. */
export function announcementOf(status: Status): string {
  switch (status.step) {
    case "opening":
      return status.what;
    case "ready":
      return "Ready to play.";
    case "playing":
      return "Playing. Each second is paid as it plays.";
    case "paused":
      return "Paused. Nothing is paid.";
    case "stalled":
      return "Waiting for the network. Nothing is paid.";
    case "ended":
      return "The end.";
    case "stopped":
      return `${status.problem.title}. ${status.problem.text}`;
    default:
      return "";
  }
}
