// SPDX-License-Identifier: MIT
import { TributaryError } from "../errors/TributaryError.ts";
import { onAbort, orAborted } from "../wire/aborting.ts";
import { deferred } from "../wire/deferred.ts";
import { hlsConfig } from "./hlsConfig.ts";
import { type HlsClass, type HlsInstance, listen } from "./hlsTypes.ts";
import type { OpenedWork } from "./openWork.ts";
import { readySec, until, type VideoLike } from "./pageMedia.ts";
import type { PlayParameters } from "./play.ts";
import { mediaPlayback, unlessPlayed } from "./playback.ts";
import { MediaUnplayable, PlayerFailed } from "./playerErrors.ts";
import { MASTER_URL, renditionAt, variantAt } from "./playlists.ts";
import { qualityOf } from "./qualities.ts";
import { soundsOf } from "./sounds.ts";

/** An element that holds less ready waits for more. */
const LEAST_READY_SEC = 0.3;

export type AdaptiveParameters = {
  /** Brings hls.js once it is needed: `async () => (await import("hls.js")).default`; `hls.js/light` is smaller, and has no types. */
  loadHls: () => Promise<HlsClass>;
  /** Where the viewer begins, in seconds; at the beginning by default. What was left out is not paid. */
  startSec?: number | undefined;
  /** Told of the quality's name when the viewer sees it. */
  onQuality?: (name: string) => void;
};

export type AdaptivePlayer = Required<Pick<PlayParameters, "playback" | "deliver">> & {
  /** Holds the quality of that name, as of 720p; without a name the player chooses again. Throws a NoSuchQuality. */
  pinQuality(name?: string): void;
  /** Plays the sound of that number of {@link soundsOf}; 0 is the picture's own. */
  chooseSound(number: number): void;
};

/**
 * Plays a work of video renditions in a page's `<video>`, in the best quality that the network bears, and pays for what the element
 * plays. The viewer may pause and jump.
 *
 * @example
 * const player = adaptiveIn(video, { loadHls: async () => (await import("hls.js")).default });
 * await play({ content, court, edges, keys, paymentSession, ...player });
 */
export function adaptiveIn(
  video: VideoLike,
  { loadHls, startSec, onQuality }: AdaptiveParameters,
): AdaptivePlayer {
  const failing = new AbortController();
  const orFailed = <T>(work: Promise<T>) => orAborted(work, failing.signal);
  const clock = mediaPlayback(video);
  let pinned: string | undefined;
  let pin = () => {};
  let chosenSound = 0;
  let sound: number | undefined;

  async function deliver(work: OpenedWork, signal: AbortSignal): Promise<void> {
    const Hls = await loadHls();
    if (!Hls.isSupported()) throw new MediaUnplayable("it has no media source");
    let reason: unknown;
    const config = hlsConfig(
      Hls,
      work,
      (error) => {
        reason = error;
        // what another try cannot help ends the playing, once what came is played
        if (!(error instanceof TributaryError && error.retryable)) end(error);
      },
      () => sound,
      () => video.currentTime,
    );
    const hls: HlsInstance = new Hls({ ...config, ...(startSec && { startPosition: startSec }) });
    const end = (error: unknown) => {
      hls.stopLoad();
      until(video, "timeupdate", () => readySec(video) < LEAST_READY_SEC).then(() => failing.abort(error));
    };
    try {
      follow(hls, Hls, work, (details) => end(reason ?? new PlayerFailed(`the player stopped: ${details}`)));
      hls.loadSource(MASTER_URL);
      hls.attachMedia(video as never);
      const aborted = deferred<void>();
      onAbort(signal, aborted.resolve);
      await orFailed(Promise.race([until(video, "ended", () => video.ended), aborted.promise]));
    } finally {
      // whoever has seen the end may still look at the last picture
      if (video.ended) hls.stopLoad();
      else hls.destroy();
    }
  }

  function follow(hls: HlsInstance, Hls: HlsClass, work: OpenedWork, end: (details: string) => void): void {
    const { manifest } = work;
    pin = () => {
      sound = soundsOf(manifest)[chosenSound]?.rendition;
      const wanted = pinned === undefined ? undefined : qualityOf(manifest, pinned);
      hls.nextLevel = hls.levels.findIndex(({ uri }) => {
        const variant = variantAt(uri);
        return variant?.rendition === wanted && variant?.sound === sound;
      });
    };
    let isRecovered = false;
    type Failure = { fatal: boolean; type: string; details: string };
    listen(hls, Hls.Events.ERROR, ({ fatal, type, details }: Failure) => {
      if (!fatal) return;
      // a decoder may choke once, as after a change of the graphics card
      if (type === Hls.ErrorTypes.MEDIA_ERROR && !isRecovered) {
        isRecovered = true;
        hls.recoverMediaError();
      } else end(details);
    });
    listen(hls, Hls.Events.LEVEL_SWITCHED, ({ level }: { level: number }) => {
      const shown = manifest.renditions[renditionAt(hls.levels[level]?.uri ?? "")];
      if (shown) onQuality?.(shown.name);
    });
    listen(hls, Hls.Events.MANIFEST_PARSED, () => {
      if (pinned !== undefined || chosenSound > 0) pin();
    });
  }

  return {
    // an element that gets no media plays nothing, for ever
    playback: {
      begins: (second, signal) => orFailed(clock.begins(second, signal)).catch(unlessPlayed(video, second)),
    },
    deliver,
    pinQuality(name) {
      pinned = name;
      pin();
    },
    chooseSound(number) {
      chosenSound = number;
      pin();
    },
  };
}
