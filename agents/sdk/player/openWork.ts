// SPDX-License-Identifier: MIT
import type { EdgeFailure } from "../content/fetchChunk.ts";
import { type FragmentSpan, layoutOf, type WorkLayout } from "../content/layout.ts";
import { CHUNK_BYTES } from "../content/leaf.ts";
import { decodeManifest, manifestBytesOf } from "../content/manifest.ts";
import type { Manifest } from "../content/manifestFields.ts";
import { concatBytes } from "../content/merkle.ts";
import type { Court } from "../content/receipt.ts";
import type { Edge } from "../content/requestChunk.ts";
import type { CommittedContent } from "../content/tree.ts";
import { openFragment } from "../encryption/fragment.ts";
import { fragmentKeys, type KeyProvider } from "../encryption/keyProvider.ts";
import { createChunkSources, type FetchChunksOptions, type SourceEvents } from "./chunkSources.ts";
import type { PeerSource } from "./peerSource.ts";
import { KeysMissing } from "./playerErrors.ts";

export type OpenWorkParameters = SourceEvents & {
  content: CommittedContent;
  /** Where edges' receipts are judged: with it, a failure carries the signature of an edge that lied. */
  court?: Court | undefined;
  /** The edges to ask, side by side: those first that failed least and were fastest. */
  edges: readonly Edge[];
  /** The keys of an encrypted work, as of its link: {@link linkKeys}. */
  keys?: KeyProvider | undefined;
  /** Other viewers who bring chunks, as `joinSwarm` of `@tributary/sdk/peers` makes; edges bring what they do not in time. */
  peers?: PeerSource | undefined;
  signal?: AbortSignal | undefined;
};

/** A work whose manifest is verified. */
export type OpenedWork = {
  content: CommittedContent;
  manifest: Manifest;
  layout: WorkLayout;
  /**
   * Fetches a fragment, verifies each of its chunks, and decrypts it. `onBytes` is told of bytes as they come, before they are verified;
   * `slackSec` says how many seconds are left until the fragment is played: with some, peers are asked first.
   * Throws a ChunkUnavailableError, a KeysMissing, a FragmentSealed, or the signal's reason.
   */
  readFragment(span: FragmentSpan, options?: FetchChunksOptions): Promise<Uint8Array>;
  /** Failures of edges so far; another edge helped each time. */
  failures: readonly EdgeFailure[];
};

/**
 * Fetches and verifies a work's manifest; its fragments can be read then, in any order.
 *
 * @throws ChunkUnavailableError when no edge serves the manifest; TributaryError when the manifest does not fit the work.
 * @example
 * const work = await openWork({ content, court, edges, keys: linkKeys(key) });
 * const bytes = await work.readFragment(spanAt(work.layout.spans[0]!, 90));
 */
export async function openWork(parameters: OpenWorkParameters): Promise<OpenedWork> {
  const { content, court, edges, keys } = parameters;
  const { fetch, failures } = createChunkSources(content, edges, court, parameters, parameters.peers);
  /** The chunks from `first` on, in one. */
  async function readChunks(first: number, count: number, options: FetchChunksOptions): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    const take = (index: number, bytes: Uint8Array) => {
      chunks[index - first] = bytes;
    };
    if (count > 0) await fetch(first, first + count - 1, take, options);
    return concatBytes(chunks);
  }

  const { signal } = parameters;
  const first = await readChunks(0, 1, { signal });
  const manifestChunks = Math.ceil(manifestBytesOf(content, first) / CHUNK_BYTES);
  const others = await readChunks(1, manifestChunks - 1, { signal });
  const bytes = concatBytes([first, others]);
  const manifest = decodeManifest(content, bytes);
  const layout = layoutOf(manifest, bytes.length);
  const { keyOf, askAhead } = keys ? fragmentKeys({ ...content, manifest }, keys, signal) : noKeys;

  return {
    ...{ content, manifest, failures, layout },
    async readFragment(span, { onBytes, slackSec, ...asked } = {}) {
      // the work's end is the end of every read
      const signal = AbortSignal.any([asked.signal, parameters.signal].filter((one) => one !== undefined));
      const soon = layout.spans[span.rendition]?.[span.fragment + FRAGMENTS_AHEAD];
      // side by side, and whoever has no key learns so at once
      const [stored, key] = await Promise.all([
        readChunks(span.firstChunk, span.chunkCount, { signal, onBytes, slackSec }),
        manifest.encryption === "none" ? undefined : keyOf(span),
      ]);
      if (key && soon && soon.period !== span.period) askAhead(soon);
      return key ? openFragment(key, stored) : stored;
    },
  };
}

/** The next period's key is asked for so many fragments before its first one: near enough that what is paid is paid. */
const FRAGMENTS_AHEAD = 2;

const noKeys = { keyOf: (): Promise<never> => Promise.reject(new KeysMissing()), askAhead() {} };
