// SPDX-License-Identifier: GPL-3.0-or-later
import { signal } from "@preact/signals";
import type { Subtitles } from "../../../sdk/player/subtitles.ts";
import { problemOf } from "../sentences.ts";

/** No subtitles are shown. */
export const OFF = -1;

/** The subtitles of one visit to a work; those that are chosen come from the edges then, and are verified like the picture. */
export function createSubtitles() {
  const choices = signal<readonly Subtitles[]>([]);
  const shown = signal(OFF);
  const fault = signal<string | undefined>(undefined);
  let track: HTMLTrackElement | undefined;

  function clear(): void {
    if (!track) return;
    URL.revokeObjectURL(track.src);
    track.remove();
    track = undefined;
  }

  return {
    ...{ choices, shown, fault },

    /** Shows the subtitles of that number, or none. */
    async show(video: HTMLVideoElement, number: number): Promise<void> {
      clear();
      const chosen = choices.value[number];
      shown.value = chosen ? number : OFF;
      fault.value = undefined;
      if (!chosen) return;
      try {
        const text = await chosen.read();
        if (shown.value !== number || track) return;
        track = document.createElement("track");
        track.kind = "subtitles";
        track.label = chosen.name;
        if (chosen.language) track.srclang = chosen.language;
        track.src = URL.createObjectURL(new Blob([text], { type: "text/vtt" }));
        video.append(track);
        track.track.mode = "showing";
      } catch (error) {
        shown.value = OFF;
        fault.value = `The subtitles did not come. ${problemOf(error).text}`;
      }
    },

    /** A work that is opened anew brings them anew. */
    open(found: readonly Subtitles[]): void {
      clear();
      choices.value = found;
      shown.value = OFF;
    },
  };
}
