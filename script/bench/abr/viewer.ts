// SPDX-License-Identifier: GPL-3.0-or-later
// A page that plays, under a virtual clock. Its quality is chosen by a controller as hls.js takes one, among hls.js' own levels and
// fragments; in the place of hls.js' stream controller, which needs a browser, stands what it does for a work of one kind of media: it
// fetches one fragment at a time up to the buffer's goal, after a test fragment where the configuration asks for one, and drops a fragment
// when it is told to. Not simulated: connections that begin slowly, decoding, other traffic.
import { Events, type Fragment, Level, M3U8Parser, type PlaylistLevelType } from "hls.js";
import type { HlsLoader } from "../../../agents/sdk/player/hlsTypes.ts";
import {
  MASTER_URL,
  masterPlaylist,
  mediaPlaylist,
  variantAt,
} from "../../../agents/sdk/player/playlists.ts";
import type { Watched } from "./score.ts";
import type { SimulatedWork } from "./simulatedWork.ts";
import type { VirtualTime } from "./virtualTime.ts";

/** The part of hls.js' configuration that matters here, beside what the controller reads. */
export type ViewerConfig = {
  abrController: new (hls: never) => Controller;
  fLoader: new (config: never) => HlsLoader;
  pLoader: new (config: never) => HlsLoader;
  testBandwidth: boolean;
  maxBufferLength: number;
  maxMaxBufferLength: number;
  maxBufferSize: number;
};

type Controller = { nextAutoLevel: number; readonly firstAutoLevel: number; destroy?(): void };
type Listener = (event: string, data: unknown) => void;

/** hls.js looks this often whether there is something to fetch. */
const TICK_MS = 100;
/** Less is a rounding error. */
const NOTHING_SEC = 1e-6;
const MAIN = "main" as PlaylistLevelType.MAIN;
const SILENT = { trace() {}, debug() {}, log() {}, warn() {}, info() {}, error() {} };

export class Viewer {
  readonly #time: VirtualTime;
  readonly #work: SimulatedWork;
  readonly #config: ViewerConfig;
  readonly #abr: Controller;
  readonly #levels: Level[];
  readonly #listeners = new Map<string, Listener[]>();
  readonly #media = { paused: false, playbackRate: 1, readyState: 0, currentTime: 0 };
  readonly #loaded: number[] = [];
  #level = -1;
  #isTesting: boolean;
  #isIdle = true;
  #loader: HlsLoader | undefined;
  #movedAtSec = 0;
  #stalledSec = 0;
  #hasAsked = false;

  constructor(time: VirtualTime, work: SimulatedWork, config: ViewerConfig) {
    this.#time = time;
    this.#work = work;
    this.#config = config;
    this.#isTesting = config.testBandwidth;
    this.#levels = M3U8Parser.parseMasterPlaylist(masterPlaylist(work.manifest), MASTER_URL)
      .levels.map((parsed) => new Level(parsed))
      .sort((a, b) => a.bitrate - b.bitrate);
    this.#abr = new config.abrController(this.#hls() as never);
    this.#tell(Events.MANIFEST_LOADING, {});
    this.#setLevel(this.#isTesting ? 0 : this.#abr.firstAutoLevel);
    time.setInterval(() => this.#tick(), TICK_MS);
  }

  get isOver(): boolean {
    return this.#media.currentTime >= this.#work.manifest.durationSec - NOTHING_SEC;
  }

  /** What was seen, so far. */
  get watched(): Watched {
    return { levels: this.#loaded, stalledSec: this.#stalledSec, playedSec: this.#media.currentTime };
  }

  /** Whether anything was asked for since this was asked: an answer that needs no network comes at once. */
  hasAsked(): boolean {
    const hasAsked = this.#hasAsked;
    this.#hasAsked = false;
    return hasAsked;
  }

  /** When the picture comes to the end of what is buffered, in seconds. */
  get drySec(): number {
    return this.#bufferSec > NOTHING_SEC ? this.#time.nowSec + this.#bufferSec : Number.POSITIVE_INFINITY;
  }

  /** Plays until now. Once it has begun, what is not there is waited for. */
  move(): void {
    const passed = this.#time.nowSec - this.#movedAtSec;
    this.#movedAtSec = this.#time.nowSec;
    if (this.#loaded.length === 0 || this.isOver) return;
    const played = Math.min(passed, this.#bufferSec);
    this.#media.currentTime += played;
    this.#stalledSec += passed - played;
    this.#media.readyState = this.#bufferSec > NOTHING_SEC ? 4 : 2;
  }

  get #bufferSec(): number {
    const spans = this.#work.layout.spans[0]!;
    return (spans[this.#loaded.length - 1]?.endSec ?? 0) - this.#media.currentTime;
  }

  /** What a controller sees of hls.js. */
  #hls(): object {
    const viewer = this;
    const levels = this.#levels;
    return {
      ...{ config: this.#config, levels, media: this.#media, logger: SILENT, allAudioTracks: [] },
      ...{ firstLevel: 0, minAutoLevel: 0, maxAutoLevel: levels.length - 1, autoLevelEnabled: true },
      get mainForwardBufferInfo() {
        const len = viewer.#bufferSec;
        return { len, start: viewer.#media.currentTime, end: viewer.#media.currentTime + len };
      },
      get loadLevel() {
        return viewer.#level;
      },
      get loadLevelObj() {
        return levels[viewer.#level];
      },
      get latestLevelDetails() {
        return levels[viewer.#level]?.details ?? null;
      },
      get nextAutoLevel() {
        return viewer.#abr.nextAutoLevel;
      },
      set nextAutoLevel(level) {
        viewer.#abr.nextAutoLevel = level;
      },
      get nextLoadLevel() {
        return viewer.#abr.nextAutoLevel;
      },
      set nextLoadLevel(level) {
        viewer.#setLevel(level);
      },
      on(event: string, listener: Listener, of: unknown) {
        viewer.#listeners.set(event, [...(viewer.#listeners.get(event) ?? []), listener.bind(of)]);
      },
      off() {},
      trigger(event: string, data: unknown) {
        // what loads is too slow: another level's takes its place, as soon as its playlist is there
        if (event === Events.FRAG_LOAD_EMERGENCY_ABORTED) viewer.#isIdle = true;
        viewer.#tick();
        viewer.#tell(event, data);
      },
    };
  }

  #tell(event: string, data: unknown): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(event, data);
  }

  #setLevel(level: number): void {
    if (level !== this.#level) {
      this.#level = level;
      this.#tell(Events.LEVEL_SWITCHING, { level });
      if (!this.#levels[level]!.details) this.#loadPlaylist(level);
    }
    this.#abr.nextAutoLevel = level;
  }

  #loadPlaylist(level: number): void {
    this.#hasAsked = true;
    const levelInfo = this.#levels[level]!;
    const loader = new this.#config.pLoader(this.#config as never);
    const text = mediaPlaylist(this.#work.manifest, variantAt(levelInfo.uri)!);
    loader.load(
      { url: levelInfo.uri },
      {},
      {
        onSuccess: (_, stats) => {
          levelInfo.details = M3U8Parser.parseLevelPlaylist(text, levelInfo.uri, level, MAIN, 0, null);
          this.#tell(Events.LEVEL_LOADED, { details: levelInfo.details, levelInfo, stats });
          this.#tick();
        },
        onError: failed,
      },
    );
  }

  #tick(): void {
    if (!this.#isIdle || this.#loaded.length === this.#work.layout.spans[0]!.length) return;
    if (!this.#isTesting) this.#setLevel(this.#abr.nextAutoLevel);
    const level = this.#levels[this.#level]!;
    if (!level.details) return;
    const { maxBufferLength, maxMaxBufferLength, maxBufferSize } = this.#config;
    const goalSec = Math.min(
      Math.max((8 * maxBufferSize) / level.maxBitrate, maxBufferLength),
      maxMaxBufferLength,
    );
    if (this.#bufferSec < goalSec) this.#load(level.details.fragments[this.#loaded.length]!);
  }

  /** Fetches a fragment, in the place of one that is being fetched. */
  #load(fragment: Fragment): void {
    this.#loader?.destroy();
    this.#hasAsked = true;
    this.#isIdle = false;
    const loader = new this.#config.fLoader(this.#config as never);
    this.#loader = loader;
    fragment.bitrateTest = this.#isTesting;
    Object.assign(fragment, { loader, stats: loader.stats });
    this.#tell(Events.FRAG_LOADING, { frag: fragment });
    const end = () => {
      this.#loader = undefined;
      this.#isIdle = true;
    };
    loader.load(
      { url: fragment.url! },
      {},
      {
        onSuccess: (_, stats) => {
          end();
          stats.parsing = { start: stats.loading.end, end: stats.loading.end };
          const isTest = this.#isTesting;
          this.#isTesting = false;
          if (!isTest) this.#loaded.push(fragment.level);
          this.#tell(Events.FRAG_LOADED, { frag: fragment });
          if (!isTest) this.#tell(Events.FRAG_BUFFERED, { frag: fragment });
          this.#tick();
        },
        onError: failed,
        onAbort: end,
      },
    );
  }
}

function failed({ text }: { text: string }): never {
  throw new Error(`nothing fails in the simulation: ${text}`);
}
