// SPDX-License-Identifier: MIT
import type { Hex } from "viem";

/** What a work is: its leading chunks, as docs/FORMAT.md describes them. */
export type Manifest = {
  /** 1 to 200 characters. */
  title: string;
  /** How each fragment is stored. */
  encryption: "aes-256-gcm" | "none";
  /** Seconds of media that one key opens, 1 to 86,400. */
  keyPeriodSec: number;
  /** The committee that opens the capsules of the renditions; undefined where keys come from links alone. */
  committee?: Hex | undefined;
  /** Seconds that viewers pay for: the longest rendition's, rounded up. */
  durationSec: number;
  /** 1 to 64; a rendition's place is its number in keys. */
  renditions: readonly Rendition[];
  /** A picture, in the clear, of 64 KiB at most. */
  poster?: { mediaType: string; bytes: Uint8Array } | undefined;
};

/** One encoding of a work. */
export type Rendition = {
  /** `video` and `audio` are CMAF fragments; `text` is one fragment of WebVTT; `file` is any file, cut evenly. */
  kind: "video" | "audio" | "text" | "file";
  /** As of 720p; 1 to 100 characters. */
  name: string;
  /** As of video/mp4. */
  mediaType: string;
  /** As of RFC 6381: avc1.64001f,mp4a.40.2. */
  codecs?: string | undefined;
  /** In pixels. */
  width?: number | undefined;
  height?: number | undefined;
  /** Frames a second. */
  frameRate?: number | undefined;
  /** BCP 47: en, pt-BR. */
  language?: string | undefined;
  /** Ticks a second. */
  timescale: number;
  /** The codecs' initialisation, in the clear; empty for `text` and `file`. */
  init: Uint8Array;
  fragments: readonly Fragment[];
  /** With a committee: a capsule for each period in which a fragment starts, in order. */
  capsules?: readonly Uint8Array[] | undefined;
};

/** `byteCount`: as stored, encryption included, 1 to 64 MiB; `duration`: in ticks, 1 to 2^52 - 1; all of a rendition together below 2^53. */
export type Fragment = { byteCount: number; duration: number };

export const LIMITS = {
  /** A reader holds all of it. */
  manifestBytes: 4 * 2 ** 20,
  /** A player holds whole fragments, since a tag stands at the end. */
  fragmentBytes: 64 * 2 ** 20,
  posterBytes: 65_536,
  renditions: 64,
  keyPeriodSec: 86_400,
  durationSec: 0xff_ff_ff_ff,
  /** Characters. */
  title: 200,
} as const;

/** The seconds of a rendition, rounded up: a part of a second sells as one. */
export function secondsOf({ timescale, fragments }: Pick<Rendition, "timescale" | "fragments">): number {
  return Math.ceil(fragments.reduce((ticks, { duration }) => ticks + duration, 0) / timescale);
}
