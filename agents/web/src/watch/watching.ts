// SPDX-License-Identifier: GPL-3.0-or-later
// One visit to a work: from the button to the end, what is shown as signals and what a person may do as methods.
import { computed, signal } from "@preact/signals";
import type { SignedFalsehood } from "../../../sdk/encryption/gatherKey.ts";
import type { Sound } from "../../../sdk/player/sounds.ts";
import type { Deployment } from "../deployment.ts";
import { amount } from "../format.ts";
import { type PlayableWork, type PlayerEvent, type Playing, start } from "../player.ts";
import { problemOf } from "../sentences.ts";
import { askFaucet, balanceOf, walletOn } from "../wallet/connect.ts";
import { isChoosing, type Wallet, wallet } from "../wallet/wallet.ts";
import { createHelping } from "./helping.ts";
import { keySourceOf, requireKeys, type Source } from "./keySource.ts";
import { depositChoices, type Funds, meterOf } from "./meter.ts";
import { type Nodes, type NodeTold, withTold } from "./nodes.ts";
import { addDeposit, keptFunds, type Opened, openSession } from "./session.ts";
import { NO_SOURCES, type Sources, withEvent } from "./sources.ts";
import { startAt } from "./startAt.ts";
import { afterMediaEvent, MEDIA_EVENTS, type Status } from "./status.ts";
import { createSubtitles } from "./subtitleTrack.ts";

export const SPEEDS: readonly number[] = [0.5, 0.75, 1, 1.25, 1.5, 2];

export type Watching = ReturnType<typeof createWatching>;

export function createWatching(work: PlayableWork, durationSec: number, from: Deployment) {
  const { content } = work;
  const rate = content.ratePerSecondWei;
  const choices = depositChoices(rate, durationSec);
  const status = signal<Status>({ step: "idle" });
  const deposit = signal(choices[0]!);
  const seconds = signal(0);
  const quality = signal<string | undefined>(undefined);
  const funds = signal<Funds | undefined>(undefined);
  const sources = signal<Sources>(NO_SOURCES);
  const helping = createHelping(work, from, (event) => onEvent(event));
  const addition = signal<string | undefined>(undefined);
  const speed = signal(1);
  const subtitles = createSubtitles();
  const sounds = signal<readonly Sound[]>([]);
  /** What a key changed, for whoever does not see the menus. */
  const said = signal("");
  /** Where the link begins; what is watched again begins at the beginning. */
  let startSec = work.isAdaptive ? startAt(location.search, durationSec) : 0;
  const meter = computed(() => meterOf(rate, seconds.value, funds.value));
  let opened: Opened | undefined;
  let playing: Playing | undefined;
  /** Counts the presses of play: what an earlier one comes to is not shown over a later one. */
  let turn = 0;

  /** Key nodes that signed a false answer, as this visit proved. */
  const liars = signal<readonly SignedFalsehood[]>([]);
  /** What the key nodes did in this visit. */
  const nodes = signal<Nodes>(new Map());
  const onNode = (url: string, told: NodeTold) => {
    nodes.value = withTold(nodes.value, url, told);
  };
  let source: { payer: Wallet | undefined; opened: Opened | undefined; value: Source } | undefined;
  /** Made once a deposit: what was paid ahead counts in the next play too, and a wallet signs once. */
  async function sourceFor(payer: Wallet | undefined): Promise<Source> {
    if (source && source.payer === payer && source.opened === opened) return source.value;
    const session = opened?.session ?? FREE;
    const onLiar = (lie: SignedFalsehood) => {
      liars.value = [...liars.value, lie];
    };
    const value = await keySourceOf({ work, from, payer, opened, session, onWait: say, onLiar, onNode });
    source = { payer, opened, value };
    return value;
  }

  const say = (what: string) => {
    status.value = { step: "opening", what };
  };
  const fail = (error: unknown) => {
    status.value = { step: "stopped", problem: problemOf(error) };
  };

  function onEvent(event: PlayerEvent): void {
    if (event.type === "quality") quality.value = event.name;
    else if (event.type === "opened") {
      subtitles.open(event.subtitles);
      sounds.value = event.sounds;
    } else if (event.type !== "paid") sources.value = withEvent(sources.value, event);
    else {
      seconds.value = event.seconds;
      // what is free is paid by nobody
      if (!opened) return;
      const { session } = opened;
      funds.value = { depositWei: session.paidWei + session.leftWei, paidWei: session.paidWei };
    }
  }

  /** On a chain whose tokens are free, a new key of the browser gets some by itself. */
  async function fill(payer: Wallet): Promise<void> {
    if (
      payer.kind !== "browser" ||
      !meter.value.needsDeposit ||
      (await balanceOf(payer)) >= deposit.value.wei
    )
      return;
    say("Getting STREAM from the devnet's faucet…");
    await askFaucet(from, payer);
  }

  async function open(payer: Wallet): Promise<void> {
    if (opened && opened.session.leftWei >= rate) return;
    await fill(payer);
    say(payer.asks("Opening the deposit", `sign ${amount(deposit.value.wei)}, then send it`));
    opened = await openSession({ wallet: payer, from, content }, deposit.value.wei, say);
    const { session } = opened;
    funds.value = { depositWei: session.paidWei + session.leftWei, paidWei: session.paidWei };
  }

  return {
    ...{
      status,
      deposit,
      choices,
      meter,
      funds,
      sources,
      helping,
      liars,
      nodes,
      addition,
      rate,
      seconds,
      quality,
      speed,
      subtitles,
      sounds,
      said,
    },
    beginsAt: startSec,
    pinQuality: (name?: string) => playing?.pinQuality(name),
    chooseSound: (number: number) => playing?.chooseSound(number),

    /** Plays faster or slower; each second of the work is paid as before. */
    setSpeed(video: HTMLVideoElement, times: number): void {
      speed.value = times;
      // a new source takes the default
      video.playbackRate = video.defaultPlaybackRate = times;
    },

    /** Looks for a deposit that an earlier visit left. */
    async look(payer: Wallet | undefined): Promise<void> {
      if (opened || rate === 0n) return;
      funds.value = payer && (await keptFunds({ wallet: payer, from, content }).catch(() => undefined));
    },

    /** Opens the session where there is none, then plays in `video`. */
    async play(video: HTMLVideoElement): Promise<void> {
      const payer = walletOn(from);
      if (!payer && rate > 0n) {
        isChoosing.value = true;
        return;
      }
      turn += 1;
      const own = turn;
      playing?.stop();
      try {
        say("Opening…");
        requireKeys(work);
        if (payer && rate > 0n) await open(payer);
        const source = await sourceFor(payer);
        say("Getting the first chunks from the edges…");
        sources.value = NO_SOURCES;
        seconds.value = 0;
        quality.value = undefined;
        helping.begin();
        playing = start({ work, video, ...source, peers: helping.source, startSec, onEvent });
        startSec = 0;
        await playing.ended;
        if (own === turn) status.value = { step: "ended" };
      } catch (error) {
        if (own !== turn) return;
        video.pause();
        fail(error);
      }
    },

    /** Adds the chosen amount to the deposit. */
    async topUp(): Promise<void> {
      if (!wallet.value || !opened) return;
      const payer = wallet.value;
      const wei = deposit.value.wei;
      addition.value = payer.asks(`Adding ${amount(wei)}`, "sign the deposit, and send it");
      try {
        const depositWei = await addDeposit(payer, opened, wei);
        funds.value = { depositWei, paidWei: opened.session.paidWei };
        addition.value = undefined;
      } catch (error) {
        const { title, text } = problemOf(error);
        addition.value = `${title}. ${text}`;
      }
    },

    /** Follows what the element does; returns what ends it. */
    follow(video: HTMLVideoElement): () => void {
      const begin = () => {
        if (status.value.step === "opening") {
          status.value = { step: "ready" };
          // a browser that waits for a press of its own says no
          video.play().catch(() => {});
        }
      };
      const off = MEDIA_EVENTS.map((type) => {
        const listener = () => {
          status.value = afterMediaEvent(status.value, type, video.ended);
        };
        video.addEventListener(type, listener);
        return () => video.removeEventListener(type, listener);
      });
      video.addEventListener("loadeddata", begin);
      return () => {
        for (const stop of off) stop();
        video.removeEventListener("loadeddata", begin);
        playing?.stop();
        helping.end();
      };
    },
  };
}

/** Who plays a free work pays nothing. */
const FREE = { paidWei: 0n, pay: () => Promise.reject(new Error("a free work asked for a payment")) };
