// SPDX-License-Identifier: GPL-3.0-or-later
// The one place that calls the SDK's player.
import type { Hex } from "viem";
import type { PaymentSession } from "../../sdk/channels/paymentSession.ts";
import { ChunkUnavailableError } from "../../sdk/content/fetchChunk.ts";
import type { Court } from "../../sdk/content/receipt.ts";
import type { Edge } from "../../sdk/content/requestChunk.ts";
import type { KeyProvider } from "../../sdk/encryption/keyProvider.ts";
import type { PeerSource } from "../../sdk/player/peerSource.ts";
import { play } from "../../sdk/player/play.ts";
import { adaptiveIn } from "../../sdk/player/playAdaptive.ts";
import { playIn } from "../../sdk/player/playIn.ts";
import { type Sound, soundsOf } from "../../sdk/player/sounds.ts";
import { type Subtitles, subtitlesOf } from "../../sdk/player/subtitles.ts";
import type { ChunkEvent } from "./watch/sources.ts";
import type { Listed } from "./works.ts";

export type PlayableWork = {
  content: Listed;
  edges: readonly Edge[];
  court: Court;
  /** Video in qualities, which hls.js plays. */
  isAdaptive: boolean;
  isEncrypted: boolean;
  /** Whom the keys are sealed to. */
  committee: Hex | undefined;
};

export type PlayerEvent =
  /** So many seconds were played and paid so far. */
  | { type: "paid"; seconds: number }
  /** The work's manifest is here. */
  | { type: "opened"; subtitles: readonly Subtitles[]; sounds: readonly Sound[] }
  /** The viewer sees this quality. */
  | { type: "quality"; name: string }
  | ChunkEvent;

export type StartParameters = {
  work: PlayableWork;
  video: HTMLVideoElement;
  session: Pick<PaymentSession, "pay" | "paidWei">;
  keys?: KeyProvider | undefined;
  /** Other viewers. */
  peers?: PeerSource | undefined;
  /** Where a work in qualities begins. */
  startSec: number;
  onEvent: (event: PlayerEvent) => void;
};

/** `ended` resolves at the work's end, or after `stop`; rejects with the reason why playing stopped. */
export type Playing = {
  ended: Promise<void>;
  stop(): void;
  /** Holds a quality; without a name the player chooses again. */
  pinQuality(name?: string): void;
  /** Plays another sound of those that the work opened with. */
  chooseSound(number: number): void;
};

const loadHls = async () => (await import("hls.js/light")).default;

/** Plays a work in the page's `<video>`, and pays for each second as the second begins to play. */
export function start({ work, video, session, keys, peers, startSec, onEvent }: StartParameters): Playing {
  const stopping = new AbortController();
  const onQuality = (name: string) => onEvent({ type: "quality", name });
  const adaptive = work.isAdaptive ? adaptiveIn(video, { loadHls, onQuality, startSec }) : undefined;
  const deliver: NonNullable<typeof adaptive>["deliver"] = (opened, signal) => {
    onEvent({ type: "opened", subtitles: subtitlesOf(opened), sounds: soundsOf(opened.manifest) });
    return adaptive!.deliver(opened, signal);
  };
  const ended = play({
    ...work,
    ...{ keys, peers },
    paymentSession: session,
    signal: stopping.signal,
    onFetched: ({ index, edge, byteCount }) => onEvent({ type: "chunk", index, edge, byteCount }),
    onRefused: ({ index, edge, reason }) => onEvent({ type: "refused", index, edge, reason }),
    onSecond: ({ second }) => onEvent({ type: "paid", seconds: second + 1 }),
    ...(adaptive ? { ...adaptive, deliver } : playIn(video)),
  });
  return {
    ended: ended.then(
      () => {},
      (error) => {
        if (stopping.signal.aborted) return;
        if (error instanceof ChunkUnavailableError)
          for (const { edge, reason } of error.failures)
            onEvent({ type: "refused", index: undefined, edge, reason });
        throw error;
      },
    ),
    pinQuality: (name) => adaptive?.pinQuality(name),
    chooseSound: (number) => adaptive?.chooseSound(number),
    stop() {
      stopping.abort(new DOMException("the viewer left", "AbortError"));
    },
  };
}
