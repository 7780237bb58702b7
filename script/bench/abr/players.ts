// SPDX-License-Identifier: GPL-3.0-or-later
import Hls from "hls.js";
import { FRAME_HEAD_BYTES } from "../../../agents/sdk/content/chunkFrames.ts";
import { LEAF_BYTES } from "../../../agents/sdk/content/leaf.ts";
import { HASH_BYTES } from "../../../agents/sdk/content/merkle.ts";
import { hlsConfig } from "../../../agents/sdk/player/hlsConfig.ts";
import { type Bring, loaderClass } from "../../../agents/sdk/player/hlsLoader.ts";
import type { HlsClass } from "../../../agents/sdk/player/hlsTypes.ts";
import { MOST_BUFFER_SEC } from "../../../agents/sdk/player/ladder.ts";
import type { OpenedWork } from "../../../agents/sdk/player/openWork.ts";
import { mediaPlaylist, placeOf } from "../../../agents/sdk/player/playlists.ts";
import type { Link } from "./link.ts";
import { SHAKA_BUFFER_SEC, ShakaRule } from "./shakaRule.ts";
import type { SimulatedWork } from "./simulatedWork.ts";
import type { ViewerConfig } from "./viewer.ts";

/** A way to choose qualities: the configuration of hls.js for a work that comes over a link. */
export type Player = { name: string; config(work: SimulatedWork, link: Link): ViewerConfig };

/** The bytes of a frame's head and proof, beside each of `chunkCount` chunks. */
const proofBytes = (chunkCount: number) =>
  FRAME_HEAD_BYTES + LEAF_BYTES + HASH_BYTES * Math.ceil(Math.log2(chunkCount));

// there is no browser to ask what it decodes smoothly
const defaults = () => ({ ...Hls.DefaultConfig, useMediaCapabilities: false });

/** hls.js as it comes. */
const hlsJs: Player = {
  name: "hls.js",
  config: (work, link) => {
    const loader = loaderClass(clearFrom(work, link), fail);
    return { ...defaults(), fLoader: loader, pLoader: loader } as unknown as ViewerConfig;
  },
};

/** The SDK's configuration of hls.js: its controller, its ladder and its count of bytes, over the frames of edges. */
const ours: Player = {
  name: "ours",
  config(work, link) {
    const readFragment: OpenedWork["readFragment"] = async (span, options) => {
      await link.fetch(span.byteCount + span.chunkCount * proofBytes(work.layout.chunkCount), options);
      return new Uint8Array();
    };
    const opened = { ...work, readFragment } as OpenedWork;
    return {
      ...defaults(),
      ...hlsConfig(Hls as unknown as HlsClass, opened, fail),
    } as unknown as ViewerConfig;
  },
};

/** Shaka's rule, on the time that its bytes take: over the same loader, with Shaka's goal for its buffer. */
const shaka: Player = {
  name: "Shaka's rule",
  config(work, link) {
    const rule = new ShakaRule();
    const bring = clearFrom(work, link);
    const loader = loaderClass((url, options) => {
      if (placeOf(url)?.kind !== "fragment") return bring(url, options);
      const measured = rule.request();
      return bring(url, {
        ...options,
        onBytes(byteCount) {
          options.onBytes(byteCount);
          measured(byteCount);
        },
      });
    }, fail);
    return {
      ...fixedBuffer(SHAKA_BUFFER_SEC),
      ...{ fLoader: loader, pLoader: loader, abrController: controllerOf((levels) => rule.choose(levels)) },
    };
  },
};

/** The lowest quality, always, with our goal for the buffer: nobody stalls less. */
const floor: Player = {
  name: "always 480p",
  config(work, link) {
    const loader = loaderClass(clearFrom(work, link), fail);
    return {
      ...fixedBuffer(MOST_BUFFER_SEC),
      ...{ fLoader: loader, pLoader: loader, abrController: controllerOf(() => 0) },
    };
  },
};

export const PLAYERS = { hlsJs, shaka, ours, floor };

const fixedBuffer = (sec: number) => ({
  ...{ testBandwidth: false, maxBufferLength: sec, maxMaxBufferLength: sec, maxBufferSize: 0 },
});

/** A controller that chooses by `choose` alone. */
function controllerOf(choose: (levels: readonly { averageBitrate: number }[]) => number) {
  return class {
    readonly #hls: { levels: readonly { averageBitrate: number }[] };

    constructor(hls: never) {
      this.#hls = hls;
    }

    get nextAutoLevel(): number {
      return choose(this.#hls.levels);
    }

    /** hls.js repeats what was chosen. */
    set nextAutoLevel(_level: number) {}

    get firstAutoLevel(): number {
      return this.nextAutoLevel;
    }
  };
}

/** Playlists and fragments as a server of plain files sends them. */
function clearFrom({ manifest, layout }: SimulatedWork, link: Link): Bring {
  return async (url, { signal, onBytes, total }) => {
    const place = placeOf(url);
    const isFragment = place?.kind === "fragment";
    if (!place || place.kind === "master") throw new Error(`the simulation has no ${url}`);
    const text = isFragment ? "" : mediaPlaylist(manifest, place);
    const byteCount = isFragment ? layout.spans[place.rendition]![place.fragment]!.byteCount : text.length;
    total(byteCount);
    await link.fetch(byteCount, { signal, onBytes });
    return text;
  };
}

/** An aborted fetch fails too, and nobody asks for it any more. */
function fail(error: unknown): void {
  if (!(error instanceof DOMException)) throw error;
}
