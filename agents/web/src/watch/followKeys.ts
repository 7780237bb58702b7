// SPDX-License-Identifier: GPL-3.0-or-later
import { type KeyAction, keyAction } from "./keys.ts";
import { hasPicture } from "./status.ts";
import { OFF } from "./subtitleTrack.ts";
import { trackName } from "./trackName.ts";
import { SPEEDS, type Watching } from "./watching.ts";

/** Takes the page's keys while there is a picture; returns what ends that. */
export function followKeys(watching: Watching, video: HTMLVideoElement): () => void {
  const press = (event: KeyboardEvent) => {
    const { key, ctrlKey, altKey, metaKey, target } = event;
    if (event.defaultPrevented || !hasPicture(watching.status.peek())) return;
    const element = (target as Element).localName;
    const action = keyAction({ key, element, isShortcut: ctrlKey || altKey || metaKey });
    if (!action) return;
    event.preventDefault();
    act(action, watching, video);
  };
  document.addEventListener("keydown", press);
  return () => document.removeEventListener("keydown", press);
}

function act(action: KeyAction, watching: Watching, video: HTMLVideoElement): void {
  const { speed, subtitles, said } = watching;
  switch (action.do) {
    case "toggle":
      if (video.paused) video.play().catch(() => {});
      else video.pause();
      break;
    case "mute":
      video.muted = !video.muted;
      said.value = video.muted ? "Muted." : "Not muted.";
      break;
    case "fullscreen":
      if (document.fullscreenElement) document.exitFullscreen();
      else video.requestFullscreen().catch(() => {});
      break;
    case "subtitles": {
      // the next ones; off after the last
      const next = subtitles.choices.peek()[subtitles.shown.peek() + 1];
      subtitles.show(video, next ? subtitles.shown.peek() + 1 : OFF);
      said.value = next ? `Subtitles: ${trackName(next)}.` : "No subtitles.";
      break;
    }
    case "jump":
      video.currentTime = Math.max(0, video.currentTime + action.seconds);
      break;
    case "go":
      if (Number.isFinite(video.duration)) video.currentTime = action.share * video.duration;
      break;
    case "speed": {
      const at = SPEEDS.indexOf(speed.peek()) + action.step;
      const next = SPEEDS[at];
      if (!next) break;
      watching.setSpeed(video, next);
      said.value = `Speed: ${next} times.`;
    }
  }
}
