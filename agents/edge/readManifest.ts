// SPDX-License-Identifier: GPL-3.0-or-later
import { layoutOf, type WorkLayout } from "../sdk/content/layout.ts";
import { CHUNK_BYTES } from "../sdk/content/leaf.ts";
import { decodeManifest, manifestBytesOf } from "../sdk/content/manifest.ts";
import type { Manifest } from "../sdk/content/manifestFields.ts";
import type { CommittedContent } from "../sdk/content/tree.ts";

/** The chunks of the manifest that begins with `chunk`, chunk 0 of a work. Throws a TributaryError for anything else. */
export const manifestChunksOf = (content: CommittedContent, chunk: Uint8Array): number =>
  Math.ceil(manifestBytesOf(content, chunk) / CHUNK_BYTES);

/**
 * Reads a work's manifest, and where its chunks lie; undefined while a chunk of the manifest is missing. Throws a TributaryError for
 * a work without a manifest, or with a malformed one.
 */
export async function readManifest(
  content: CommittedContent,
  readChunk: (index: number) => Promise<Uint8Array | undefined>,
): Promise<{ manifest: Manifest; layout: WorkLayout } | undefined> {
  const first = await readChunk(0);
  if (!first) return undefined;
  const others = Array.from({ length: manifestChunksOf(content, first) - 1 }, (_, at) => readChunk(at + 1));
  const chunks = [first, ...(await Promise.all(others))];
  if (!chunks.every((chunk) => chunk !== undefined)) return undefined;
  const bytes = Buffer.concat(chunks);
  const manifest = decodeManifest(content, bytes);
  return { manifest, layout: layoutOf(manifest, bytes.length) };
}
