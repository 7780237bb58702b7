// SPDX-License-Identifier: MIT
import { InvalidInput } from "../errors/InvalidInput.ts";
import { TributaryError } from "../errors/TributaryError.ts";
import { CHUNK_BYTES } from "./leaf.ts";
import type { CommittedContent } from "./tree.ts";

/** Chunk 0 of every work. The media's bytes follow from chunk `firstChunk` on, in chunks of 65,536; the last may be shorter. */
export type Manifest = {
  version: 1;
  /** 1 to 200 characters. */
  title: string;
  /** As of `video/mp4`. */
  mediaType: string;
  byteCount: number;
  durationSec: number;
  firstChunk: 1;
};

/** @returns What must hold of a field's value; undefined where it holds. */
type Check = (value: unknown) => string | undefined;

const is =
  (expected: number): Check =>
  (value) =>
    value === expected ? undefined : `must be ${expected}`;
const count =
  (most: number): Check =>
  (value) =>
    Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= most
      ? undefined
      : `must be a whole number from 1 to ${most}`;
const text =
  (form: RegExp, words: string): Check =>
  (value) =>
    typeof value === "string" && form.test(value) ? undefined : `must be ${words}`;

const CHECKS: Record<keyof Manifest, Check> = {
  version: is(1),
  title: text(/^.{1,200}$/s, "a text of 1 to 200 characters"),
  mediaType: text(/^(?=.{1,100}$)[a-z]+\/[a-z0-9.+-]+$/, "a media type, as of video/mp4"),
  byteCount: count(Number.MAX_SAFE_INTEGER),
  durationSec: count(0xff_ff_ff_ff),
  firstChunk: is(1),
};

/** Encodes the manifest as chunk 0. Throws a TributaryError for a manifest that could not be read back. */
export function encodeManifest(manifest: Manifest): Uint8Array {
  const fault = faultOf(manifest);
  if (fault) throw new TributaryError(`the manifest is malformed: ${fault}`);
  return new TextEncoder().encode(JSON.stringify(manifest));
}

/**
 * Reads chunk 0 of `content`. Throws a TributaryError with the reason when the chunk is no manifest, or does not fit the work.
 */
export function decodeManifest(content: CommittedContent, chunk: Uint8Array): Manifest {
  const refuse = (why: string, cause?: unknown) =>
    new TributaryError(`The manifest of ${content.contentId} ${why}.`, { cause });
  let manifest: Manifest;
  try {
    manifest = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(chunk)) as Manifest;
  } catch (cause) {
    throw refuse("is not JSON", cause);
  }
  const fault = faultOf(manifest);
  if (fault) throw refuse(`is malformed: ${fault}`);
  // otherwise a publisher could send viewers after chunks that nobody has
  const fits =
    BigInt(chunk.length + manifest.byteCount) === content.byteCount &&
    BigInt(manifest.firstChunk + Math.ceil(manifest.byteCount / CHUNK_BYTES)) === content.leafCount;
  if (!fits) throw refuse("does not fit what is committed on chain");
  return manifest;
}

/** @returns The first fault of a manifest that may be anything. */
function faultOf(json: unknown): string | undefined {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return "it must be an object";
  const unknown = Object.keys(json).find((field) => !Object.hasOwn(CHECKS, field));
  if (unknown !== undefined) return `the field ${JSON.stringify(unknown)} is unknown`;
  for (const [field, check] of Object.entries(CHECKS)) {
    const fault = check((json as Record<string, unknown>)[field]);
    if (fault) return `${field} ${fault}`;
  }
  return undefined;
}

/**
 * The chunks that a player needs for second `second` (from 0), in order: the media's bytes are spread evenly over its
 * duration. Throws an InvalidInput outside the duration.
 */
export function chunksOfSecond(manifest: Manifest, second: number): number[] {
  const { byteCount, durationSec, firstChunk } = manifest;
  if (!Number.isInteger(second) || second < 0 || second >= durationSec) {
    throw new InvalidInput(`second ${second} is not one of the work's ${durationSec}`);
  }
  const bytesBefore = (seconds: number) => (BigInt(seconds) * BigInt(byteCount)) / BigInt(durationSec);
  const first = Number(bytesBefore(second) / BigInt(CHUNK_BYTES));
  const end = Math.ceil(Number(bytesBefore(second + 1)) / CHUNK_BYTES);
  return Array.from({ length: Math.max(end - first, 0) }, (_, at) => firstChunk + first + at);
}
