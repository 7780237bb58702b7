// SPDX-License-Identifier: GPL-3.0-or-later
// The page that bench:play measures: one of three players, and what its viewer sees. Bundled as an application would be.
import Hls from "hls.js";
import { type Address, createClient, http } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { foundry } from "../../../agents/sdk/chain/foundry.ts";
import type { Court } from "../../../agents/sdk/content/receipt.ts";
import type { Edge } from "../../../agents/sdk/content/requestChunk.ts";
import type { Committee, CommitteeMember } from "../../../agents/sdk/encryption/committee.ts";
import { committeeKeys } from "../../../agents/sdk/encryption/committeeKeys.ts";
import { type KeyProvider, keyInLink, linkKeys } from "../../../agents/sdk/encryption/keyProvider.ts";
import { type HlsClass, type HlsLoader, listen } from "../../../agents/sdk/player/hlsTypes.ts";
import { openWork } from "../../../agents/sdk/player/openWork.ts";
import type { VideoLike } from "../../../agents/sdk/player/pageMedia.ts";
import { type PlayParameters, play } from "../../../agents/sdk/player/play.ts";
import { adaptiveIn } from "../../../agents/sdk/player/playAdaptive.ts";

type Video = VideoLike & { requestVideoFrameCallback(call: () => void): void };
declare const document: { querySelector(selector: "video"): Video };
declare const location: { hash: string };
/** Stands in the page where Shaka is measured. */
declare const shaka: {
  polyfill: { installAll(): void };
  net: { NetworkingEngine: { RequestType: { SEGMENT: number } } };
  Player: new () => {
    attach(video: Video): Promise<void>;
    load(url: string): Promise<void>;
    getNetworkingEngine(): {
      registerResponseFilter(filter: (type: number, response: { uri: string }) => void): void;
    };
  };
};

/** What was seen so far. */
const seen = {
  firstFrameMs: undefined as number | undefined,
  stalledMs: 0,
  /** Of each fragment, the last that was fetched. */
  levels: [] as number[],
  isOver: false,
  failure: undefined as string | undefined,
  /** Fragments that the player was handed, and how many of them are not what was published. */
  handedOver: 0,
  wrong: 0,
  refused: [] as string[],
};
export type Seen = typeof seen & { playedSec: number };

/** Notes what a viewer sees, from now on. */
function watch(video: Video): void {
  const beganMs = performance.now();
  let isPlaying = false;
  let waitsSinceMs: number | undefined;
  video.requestVideoFrameCallback(() => {
    seen.firstFrameMs = performance.now() - beganMs;
  });
  video.addEventListener("waiting", () => {
    if (isPlaying && !video.ended) waitsSinceMs ??= performance.now();
  });
  video.addEventListener("playing", () => {
    isPlaying = true;
    if (waitsSinceMs !== undefined) seen.stalledMs += performance.now() - waitsSinceMs;
    waitsSinceMs = undefined;
  });
  video.addEventListener("ended", () => {
    seen.isOver = true;
  });
}

const noteLevel = (url: string) => {
  const [, level, fragment] = /\/(\d+)\/f(\d+)\.m4s$/.exec(url) ?? [];
  if (level !== undefined) seen.levels[Number(fragment)] = Number(level);
};

/** hls.js that says what it fetched; with `digests`, by URL, it counts the fragments that are others. */
function watchedHls(digests?: Record<string, string>): typeof Hls {
  return class extends Hls {
    constructor(config?: object) {
      const { fLoader, ...rest } = (config ?? {}) as { fLoader?: new (config: object) => HlsLoader };
      super({ ...rest, ...(fLoader && { fLoader: digests ? checked(fLoader, digests) : fLoader }) } as never);
      listen<{ frag: { url: string } }>(this as never, Hls.Events.FRAG_BUFFERED, ({ frag }) =>
        noteLevel(frag.url),
      );
    }
  };
}

function checked(Loader: new (config: object) => HlsLoader, digests: Record<string, string>) {
  return class extends Loader {
    override load(...[context, config, callbacks]: Parameters<HlsLoader["load"]>): void {
      super.load(context, config, {
        ...callbacks,
        onSuccess: (response, ...rest) => {
          const { data, url } = response;
          const expected = digests[url];
          if (typeof data !== "string" && expected !== undefined) {
            seen.handedOver += 1;
            digest(data).then((actual) => {
              if (actual !== expected) seen.wrong += 1;
            });
          }
          callbacks.onSuccess(response, ...rest);
        },
      });
    }
  };
}

async function digest(data: ArrayBuffer): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", data.slice(0)));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** hls.js with its defaults. */
function playHls(url: string): void {
  const video = document.querySelector("video");
  watch(video);
  const hls = new (watchedHls())();
  listen<{ fatal: boolean; details: string }>(hls as never, Hls.Events.ERROR, ({ fatal, details }) => {
    if (fatal) seen.failure = details;
  });
  hls.loadSource(url);
  hls.attachMedia(video as never);
}

/** Shaka with its defaults. */
async function playShaka(url: string): Promise<void> {
  shaka.polyfill.installAll();
  const video = document.querySelector("video");
  watch(video);
  const player = new shaka.Player();
  player.getNetworkingEngine().registerResponseFilter((type, { uri }) => {
    if (type === shaka.net.NetworkingEngine.RequestType.SEGMENT) noteLevel(uri);
  });
  try {
    await player.attach(video);
    await player.load(url);
  } catch (error) {
    seen.failure = String(error);
  }
}

type Given = {
  content: Omit<PlayParameters["content"], "leafCount" | "byteCount" | "ratePerSecondWei"> & {
    leafCount: string;
    byteCount: string;
  };
  court: Court;
  edges: Edge[];
  digests?: Record<string, string>;
  /** The key nodes to ask, in the place of the link's key. */
  committee?: Pick<Committee, "id" | "epoch" | "threshold"> & {
    publicKey: CoordinatesText;
    contracts: { chainId: number; keyRegistry: Address; keyCourt: Address };
    members: (Pick<CommitteeMember, "address" | "endpoint"> & { point: CoordinatesText })[];
  };
};
type CoordinatesText = { x: string; y: string };

/** As a page has its viewer's before anything is played. */
const signer = privateKeyToAccount(generatePrivateKey());

function keysOf({ committee }: Given): KeyProvider | undefined {
  const key = keyInLink(location.hash);
  if (!committee) return key && linkKeys(key);
  const pointOf = ({ x, y }: CoordinatesText) => ({ x: BigInt(x), y: BigInt(y) });
  const members = committee.members.map((member) => ({ ...member, point: pointOf(member.point) }));
  const { chainId, ...contracts } = committee.contracts;
  // the chain is not asked
  const client = createClient({ chain: { ...foundry, id: chainId }, transport: http() });
  return committeeKeys({
    ...{ ...contracts, client, viewer: signer.address, signer },
    committee: { ...committee, publicKey: pointOf(committee.publicKey), members },
  });
}

const parametersOf = (given: Given) => {
  const { content, court, edges } = given;
  return {
    content: {
      ...content,
      ...{ leafCount: BigInt(content.leafCount), byteCount: BigInt(content.byteCount), ratePerSecondWei: 1n },
    },
    ...{ court, edges, keys: keysOf(given) },
  };
};

/** The SDK: encrypted, verified, paid by nobody. */
async function playOurs(given: Given): Promise<void> {
  const video = document.querySelector("video");
  watch(video);
  const loadHls = async () => watchedHls(given.digests) as unknown as HlsClass;
  const paymentSession = { paidWei: 0n, pay: async () => ({}) as never };
  const onRefused: PlayParameters["onRefused"] = ({ edge, reason }) =>
    seen.refused.push(`${edge.endpoint} ${reason}`);
  try {
    await play({ ...parametersOf(given), paymentSession, onRefused, ...adaptiveIn(video, { loadHls }) });
  } catch (error) {
    seen.failure = String(error);
  }
}

/** Opens the work, and gives a function that reads, verifies and decrypts a fragment of `rendition`. */
async function openFragments(given: Given, rendition: number) {
  const { layout, readFragment } = await openWork(parametersOf(given));
  return (fragment: number) => readFragment(layout.spans[rendition]![fragment]!);
}

Object.assign(globalThis, { seen, playHls, playShaka, playOurs, openFragments });
