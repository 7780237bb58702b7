// SPDX-License-Identifier: MIT
import { z } from "zod";
import { CHUNK_BYTES } from "./leaf.ts";
import type { CommittedContent } from "./tree.ts";

const schema = z.strictObject({
  version: z.literal(1),
  title: z.string().min(1).max(200),
  mediaType: z
    .string()
    .regex(/^[a-z]+\/[a-z0-9.+-]+$/)
    .max(100),
  byteCount: z.int().positive(),
  durationSec: z.int().positive().max(0xff_ff_ff_ff),
  firstChunk: z.literal(1),
});

/** Chunk 0 of every work. The media's bytes follow from chunk `firstChunk` on, in chunks of 65,536; the last may be shorter. */
export type Manifest = z.output<typeof schema>;

/** Encodes the manifest as chunk 0. Throws a ZodError for a manifest that could not be read back. */
export function encodeManifest(manifest: Manifest): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(schema.parse(manifest)));
}

/** Reads chunk 0 of `content`. Throws an Error with the reason when the chunk is no manifest, or does not fit the work. */
export function decodeManifest(content: CommittedContent, chunk: Uint8Array): Manifest {
  const refuse = (why: string, cause?: unknown) =>
    new Error(`The manifest of ${content.contentId} ${why}.`, { cause });
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(chunk));
  } catch (cause) {
    throw refuse("is not JSON", cause);
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw refuse(`is malformed: ${z.prettifyError(parsed.error)}`);
  const manifest = parsed.data;
  // otherwise a publisher could send viewers after chunks that nobody has
  const fits =
    BigInt(chunk.length + manifest.byteCount) === content.byteCount &&
    BigInt(manifest.firstChunk + Math.ceil(manifest.byteCount / CHUNK_BYTES)) === content.leafCount;
  if (!fits) throw refuse("does not fit what is committed on chain");
  return manifest;
}

/**
 * The chunks that a player needs for second `second` (from 0), in order: the media's bytes are spread evenly over its
 * duration. Throws a RangeError outside the duration.
 */
export function chunksOfSecond(manifest: Manifest, second: number): number[] {
  const { byteCount, durationSec, firstChunk } = manifest;
  if (!Number.isInteger(second) || second < 0 || second >= durationSec) {
    throw new RangeError(`second ${second} is not one of the work's ${durationSec}`);
  }
  const bytesBefore = (seconds: number) => (BigInt(seconds) * BigInt(byteCount)) / BigInt(durationSec);
  const first = Number(bytesBefore(second) / BigInt(CHUNK_BYTES));
  const end = Math.ceil(Number(bytesBefore(second + 1)) / CHUNK_BYTES);
  return Array.from({ length: Math.max(end - first, 0) }, (_, at) => firstChunk + first + at);
}
