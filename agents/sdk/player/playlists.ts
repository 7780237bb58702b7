// SPDX-License-Identifier: MIT
import type { Manifest } from "../content/manifestFields.ts";
import { qualitiesOf } from "./qualities.ts";
import { soundsOf } from "./sounds.ts";

// Playlists for hls.js, made from the verified manifest: nothing is fetched, and nobody has to be trusted. Their URLs stand for places
// in the work; `.invalid` is a domain that nobody can have (RFC 2606).

const ORIGIN = "https://work.invalid";
/** The URL of the playlist of all qualities. */
export const MASTER_URL = `${ORIGIN}/master.m3u8`;

/** What a URL of a playlist stands for. */
export type Place =
  | { kind: "master" }
  | ({ kind: "playlist" | "init" } & Variant)
  | ({ kind: "fragment"; fragment: number } & Variant);

/** A rendition; with `sound`, the number of an audio rendition that stands in the place of its own. */
export type Variant = { rendition: number; sound?: number | undefined };

/** Reads a URL that stands in a playlist; undefined for any other. */
export function placeOf(url: string): Place | undefined {
  if (url === MASTER_URL) return { kind: "master" };
  const [, rendition, sound, name, fragment] =
    /^https:\/\/work\.invalid\/(\d+)(?:-(\d+))?\/([a-z]+)(\d+)?\.(?:m3u8|mp4|m4s)$/.exec(url) ?? [];
  if (rendition === undefined) return undefined;
  const place = { rendition: Number(rendition), ...(sound !== undefined && { sound: Number(sound) }) };
  if (name === "f" && fragment !== undefined)
    return { kind: "fragment", ...place, fragment: Number(fragment) };
  if (name === "playlist" || name === "init") return { kind: name, ...place };
  return undefined;
}

/** The variant whose playlist stands at `url`; undefined for any other URL. */
export function variantAt(url: string): Variant | undefined {
  const place = placeOf(url);
  return place?.kind === "playlist" ? place : undefined;
}

/** The number of the rendition whose playlist stands at `url`; -1 for any other URL. */
export const renditionAt = (url: string): number => variantAt(url)?.rendition ?? -1;

/** The playlist of all qualities, with each sound. */
export function masterPlaylist(manifest: Manifest, variants = variantsOf(manifest)): string {
  const { renditions } = manifest;
  const lines = variants.flatMap((variant) => {
    const { width, height, frameRate, fragments, timescale, ...rendition } = renditions[variant.rendition]!;
    const bandwidths = fragments.map(({ byteCount, duration }) => (8 * byteCount * timescale) / duration);
    const mean = bandwidths.reduce((sum, each) => sum + each, 0) / bandwidths.length;
    const sound = variant.sound === undefined ? undefined : renditions[variant.sound]!;
    const codecs = sound ? codecsWith(rendition.codecs, sound.codecs) : rendition.codecs;
    // a player takes variants for one that differ in nothing
    const apart = variant.sound ?? 0;
    const attributes = [
      `BANDWIDTH=${Math.ceil(Math.max(...bandwidths)) + apart}`,
      `AVERAGE-BANDWIDTH=${Math.ceil(mean) + apart}`,
      ...(codecs ? [`CODECS="${codecs}"`] : []),
      ...(width && height ? [`RESOLUTION=${width}x${height}`] : []),
      ...(frameRate ? [`FRAME-RATE=${frameRate.toFixed(3)}`] : []),
    ];
    return [`#EXT-X-STREAM-INF:${attributes.join(",")}`, `${folderOf(variant)}/playlist.m3u8`];
  });
  return `${["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS", ...lines].join("\n")}\n`;
}

/** Each quality with its own sound, and with each other one. */
function variantsOf(manifest: Manifest): Variant[] {
  const sounds = soundsOf(manifest).map(({ rendition }) => rendition);
  return sounds.flatMap((sound) => qualitiesOf(manifest).map((rendition) => ({ rendition, sound })));
}

const folderOf = ({ rendition, sound }: Variant) =>
  `${ORIGIN}/${rendition}${sound === undefined ? "" : `-${sound}`}`;

/** A picture's codecs with another sound's. */
function codecsWith(video: string | undefined, sound: string | undefined): string | undefined {
  const picture = video?.split(",").filter((codec) => !/^(mp4a|opus|ac-3|ec-3|flac|fLaC)/.test(codec));
  return picture && sound && [...picture, sound].join(",");
}

/** The playlist of one variant, all of its fragments in order. */
export function mediaPlaylist({ renditions }: Manifest, variant: Variant): string {
  const { fragments, timescale } = renditions[variant.rendition]!;
  const folder = folderOf(variant);
  const longest = Math.max(...fragments.map(({ duration }) => duration / timescale));
  const lines = fragments.flatMap(({ duration }, at) => [
    `#EXTINF:${(duration / timescale).toFixed(6)},`,
    `${folder}/f${at}.m4s`,
  ]);
  return `${[
    ...["#EXTM3U", "#EXT-X-VERSION:7", `#EXT-X-TARGETDURATION:${Math.ceil(longest)}`],
    ...["#EXT-X-PLAYLIST-TYPE:VOD", `#EXT-X-MAP:URI="${folder}/init.mp4"`, ...lines, "#EXT-X-ENDLIST"],
  ].join("\n")}\n`;
}
