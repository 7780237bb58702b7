// SPDX-License-Identifier: MIT
// The parts of hls.js that the player uses, so that a page which plays plain files needs no hls.js. `hls.js/light` has all of them.

export type HlsStats = {
  aborted: boolean;
  loaded: number;
  total: number;
  retry: number;
  chunkCount: number;
  bwEstimate: number;
  loading: { start: number; first: number; end: number };
  parsing: { start: number; end: number };
  buffering: { start: number; first: number; end: number };
};

export type HlsContext = { url: string };

export type HlsCallbacks = {
  onSuccess(
    response: { url: string; data: string | ArrayBuffer; code: number },
    stats: HlsStats,
    context: HlsContext,
    details: unknown,
  ): void;
  onError(
    error: { code: number; text: string },
    context: HlsContext,
    details: unknown,
    stats: HlsStats,
  ): void;
  onAbort?(stats: HlsStats, context: HlsContext, details: unknown): void;
};

/** What hls.js makes of its classes of loaders, one for each request. */
export type HlsLoader = {
  context: HlsContext | null;
  readonly stats: HlsStats;
  load(context: HlsContext, config: unknown, callbacks: HlsCallbacks): void;
  abort(): void;
  destroy(): void;
  getCacheAge(): number | null;
  getResponseHeader(name: string): string | null;
};

type Fragment = { type: string; sn: number | "initSegment"; level: number };

/** An instance of hls.js. */
export type HlsInstance = {
  readonly levels: readonly { uri: string }[];
  readonly maxAutoLevel: number;
  readonly mainForwardBufferInfo: { len: number } | null;
  readonly media: { currentTime: number } | null;
  /** The level to load; -1 leaves the choice to the player. */
  nextLevel: number;
  /** Whatever events and listeners a version names: {@link listen} calls it. */
  on(event: never, listener: never): void;
  loadSource(url: string): void;
  attachMedia(video: never): void;
  recoverMediaError(): void;
  stopLoad(): void;
  destroy(): void;
};

/** The controller of qualities that ours goes beyond: its rule for giving up a fragment that comes too slowly stays. */
export type HlsAbrClass = new (
  hls: HlsInstance,
) => {
  onFragLoading(event: string, data: { frag: Fragment }): void;
  onFragLoaded(event: string, data: { frag: Fragment }): void;
};

/** Calls `listener` with the data of each `event`. */
export const listen = <Data>(hls: HlsInstance, event: string, listener: (data: Data) => void): void =>
  hls.on(event as never, ((_: string, data: Data) => listener(data)) as never);

/** The class that `hls.js` and `hls.js/light` export. */
export type HlsClass = {
  new (config: object): HlsInstance;
  isSupported(): boolean;
  readonly Events: { ERROR: string; LEVEL_SWITCHED: string; MANIFEST_PARSED: string };
  readonly ErrorTypes: { MEDIA_ERROR: string };
  readonly DefaultConfig: { abrController: unknown };
};
