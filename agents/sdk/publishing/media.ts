// SPDX-License-Identifier: MIT
import { type Hex, hexToBytes } from "viem";
import { bytesToHex } from "viem/utils";
import {
  type FragmentPlace,
  type FragmentSpan,
  layoutOf,
  spanOfChunk,
  type WorkLayout,
} from "../content/layout.ts";
import { CHUNK_BYTES, sha256 } from "../content/leaf.ts";
import { encodeManifest } from "../content/manifest.ts";
import { LIMITS, type Manifest } from "../content/manifestFields.ts";
import { concatBytes, equalBytes } from "../content/merkle.ts";
import { sealFragment } from "../encryption/fragment.ts";
import { fragmentKeys, linkKeys } from "../encryption/keyProvider.ts";
import { type Key, type KeyedWork, labelOf } from "../encryption/keys.ts";
import { fileChanged } from "./publishErrors.ts";

/** What one key opens, in seconds of media. */
export const KEY_PERIOD_SEC = 60;

/** A title as a manifest takes it. */
export const titleOf = (words: string): string => words.slice(0, LIMITS.title) || "untitled";

/** Media as it is published: its manifest, and its fragments before encryption. */
export type Media = {
  /** Where it comes from, for messages. */
  path: string;
  /** With the fragments' sizes as stored, encryption included. */
  manifest: Manifest;
  /** Throws when the media has changed. */
  readFragment(place: FragmentPlace): Promise<Uint8Array>;
};

/** Media as the chunks of a work; the same each time. */
export type Chunks = { layout: WorkLayout; readChunk(index: number): Promise<Uint8Array> };

/** What media is, by its plaintexts: the salt of its work, and the digest of each fragment, by rendition. */
export type Fingerprint = { salt: Hex; digests: readonly (readonly Uint8Array[])[] };

/** Sealed fragments to keep in memory: edges take the same chunks one soon after the other. */
const KEPT_BYTES = 64_000_000;

/**
 * Reads media once. The salt is made of the plaintexts: the keys name the work's id, so the id must be known before anything is
 * encrypted, and the same media is the same work. See docs/FORMAT.md.
 */
export async function fingerprintOf(
  { manifest, readFragment }: Media,
  { payee, ratePerSecondWei }: { payee: Hex; ratePerSecondWei: bigint },
  { signal, onRead }: { signal?: AbortSignal | undefined; onRead?: () => void } = {},
): Promise<Fingerprint> {
  const digests: Uint8Array[][] = [];
  for (const [rendition, { fragments }] of manifest.renditions.entries()) {
    const ofRendition: Uint8Array[] = [];
    for (const fragment of fragments.keys()) {
      signal?.throwIfAborted();
      ofRendition.push(await sha256(await readFragment({ rendition, fragment })));
      onRead?.();
    }
    digests.push(ofRendition);
  }
  const rate = hexToBytes(`0x${ratePerSecondWei.toString(16).padStart(24, "0")}`);
  const named = [labelOf("salt"), hexToBytes(payee), rate, await sha256(encodeManifest(manifest))];
  return { salt: bytesToHex(await sha256(concatBytes([...named, ...digests.flat()]))), digests };
}

/**
 * Cuts media into chunks, each fragment encrypted under its own key where `workKey` is given. Reading one throws a PublishFailed
 * when the media is no longer that of the fingerprint: a key never encrypts another plaintext.
 */
export function chunksOf(
  media: Media,
  { digests }: Fingerprint,
  work: KeyedWork,
  workKey: Key | undefined,
): Chunks {
  const manifest = encodeManifest(media.manifest);
  const layout = layoutOf(media.manifest, manifest.length);
  const inOrder = layout.spans.flat();
  const keep = keeper(KEPT_BYTES);
  const keyOf = workKey && fragmentKeys(work, linkKeys(workKey)).keyOf;

  async function load(span: FragmentSpan): Promise<Uint8Array> {
    const plaintext = await media.readFragment(span);
    const digest = digests[span.rendition]![span.fragment]!;
    if (!equalBytes(await sha256(plaintext), digest)) throw fileChanged(media.path);
    return keyOf ? sealFragment(await keyOf(span), plaintext) : plaintext;
  }

  return {
    layout,
    async readChunk(index) {
      if (index < layout.manifestChunks) return cut(manifest, index);
      const span = spanOfChunk(inOrder, index)!;
      return cut(await keep(span.firstChunk, span.byteCount, () => load(span)), index - span.firstChunk);
    },
  };
}

/** Keeps what was loaded last, `mostBytes` of it, and loads what is asked for twice at once a single time. */
function keeper(mostBytes: number) {
  // a Map keeps the order of insertion
  const kept = new Map<number, { byteCount: number; bytes: Promise<Uint8Array> }>();
  let held = 0;
  return (key: number, byteCount: number, load: () => Promise<Uint8Array>): Promise<Uint8Array> => {
    const known = kept.get(key);
    if (known) return known.bytes;
    const bytes = load();
    kept.set(key, { byteCount, bytes });
    held += byteCount;
    for (const [oldest, { byteCount }] of kept) {
      if (held <= mostBytes || oldest === key) break;
      kept.delete(oldest);
      held -= byteCount;
    }
    return bytes;
  };
}

const cut = (bytes: Uint8Array, chunk: number) => bytes.slice(chunk * CHUNK_BYTES, (chunk + 1) * CHUNK_BYTES);
