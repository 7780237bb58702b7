// SPDX-License-Identifier: GPL-3.0-or-later
import type { RefObject } from "preact";
import type { Hex } from "viem";
import { spoken } from "../format.ts";
import { Artwork } from "../ui/artwork.tsx";
import { hasPicture, type Status } from "./status.ts";
import type { Watching } from "./watching.ts";

type StageProps = {
  watching: Watching;
  video: RefObject<HTMLVideoElement | null>;
  contentId: Hex;
  title: string;
  poster: string | undefined;
  onPlay: () => unknown;
};

/** The picture: the element that plays, and over it a button, or what is waited for. */
export function Stage({ watching, video, contentId, title, poster, onPlay }: StageProps) {
  const status = watching.status.value;
  const isPlaying = hasPicture(status);
  const goOn = () => {
    video.current?.play().catch(() => {});
  };
  return (
    <div class="stage">
      {/* biome-ignore lint/a11y/useMediaCaption: tracks are added as they are chosen */}
      <video ref={video} class="video" controls={isPlaying} playsInline preload="none" aria-label={title} />
      {!isPlaying && (
        <div class="curtain">
          <Artwork contentId={contentId} poster={poster} />
          <Over status={status} beginsAt={watching.beginsAt} onPlay={onPlay} />
        </div>
      )}
      {status.step === "ready" && (
        <div class="curtain is-clear">
          <PlayButton label="Play" onPlay={goOn} />
        </div>
      )}
      {status.step === "stalled" && (
        <p class="ribbon" aria-hidden="true">
          <span class="spinner" /> Waiting for the network. Nothing is paid.
        </p>
      )}
    </div>
  );
}

type OverProps = { status: Status; beginsAt: number; onPlay: () => unknown };

function Over({ status, beginsAt, onPlay }: OverProps) {
  if (status.step === "opening")
    return (
      <p class="waiting" aria-hidden="true">
        <span class="spinner" />
        <span>{status.what}</span>
      </p>
    );
  const from = beginsAt > 0 ? ` from ${spoken(beginsAt)} on` : "";
  const label = status.step === "stopped" ? "Play again" : `Play${from} and pay by the second`;
  return <PlayButton label={label} onPlay={onPlay} />;
}

function PlayButton({ label, onPlay }: { label: string; onPlay: () => unknown }) {
  return (
    <button type="button" class="play" onClick={() => onPlay()} aria-label={label}>
      <svg viewBox="0 0 24 24" width="36" height="36" aria-hidden="true">
        <path d="M7 4.5v15l13-7.5z" fill="currentColor" />
      </svg>
    </button>
  );
}
