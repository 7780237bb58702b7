// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { test } from "vitest";
import { InvalidInput } from "../errors/InvalidInput.ts";
import { CHUNK_BYTES } from "./leaf.ts";
import { chunksOfSecond, decodeManifest, encodeManifest, type Manifest } from "./manifest.ts";

const manifest: Manifest = {
  version: 1,
  title: "Árvíztűrő",
  mediaType: "video/mp4",
  byteCount: 200_000,
  durationSec: 4,
  firstChunk: 1,
};

function contentFor(chunk: Uint8Array, { byteCount }: Manifest) {
  return {
    contentId: `0x${"aa".repeat(32)}`,
    generation: 0,
    leafCount: BigInt(1 + Math.ceil(byteCount / CHUNK_BYTES)),
    byteCount: BigInt(byteCount + chunk.length),
    root: `0x${"bb".repeat(32)}`,
  } as const;
}

test("a manifest is read back as it was", () => {
  const chunk = encodeManifest(manifest);
  assert.deepEqual(decodeManifest(contentFor(chunk, manifest), chunk), manifest);
});

test("a manifest that is no JSON, incomplete, of unknown fields or out of range is refused", () => {
  const texts = [
    "",
    "{",
    "[]",
    "null",
    JSON.stringify({ ...manifest, version: 2 }),
    JSON.stringify({ ...manifest, extra: 1 }),
    JSON.stringify({ ...manifest, title: undefined }),
    JSON.stringify({ ...manifest, title: "x".repeat(201) }),
    JSON.stringify({ ...manifest, durationSec: 0 }),
    JSON.stringify({ ...manifest, durationSec: 1.5 }),
    JSON.stringify({ ...manifest, byteCount: 0 }),
    JSON.stringify({ ...manifest, byteCount: 2 ** 60 }),
    JSON.stringify({ ...manifest, firstChunk: 0 }),
    JSON.stringify({ ...manifest, mediaType: "text/html; x" }),
  ];
  for (const text of texts) {
    const chunk = new TextEncoder().encode(text);
    assert.throws(
      () => decodeManifest(contentFor(chunk, manifest), chunk),
      /^TributaryError: The manifest of 0xaaaa/,
      text,
    );
  }
  const notUtf8 = Uint8Array.of(0xff, 0xfe);
  assert.throws(() => decodeManifest(contentFor(notUtf8, manifest), notUtf8), /is not JSON/);
});

test("a manifest that promises other bytes than were committed is refused", () => {
  const chunk = encodeManifest(manifest);
  const content = contentFor(chunk, manifest);
  for (const change of [{ leafCount: content.leafCount + 1n }, { byteCount: content.byteCount - 1n }]) {
    assert.throws(() => decodeManifest({ ...content, ...change }, chunk), /does not fit/);
  }
});

test("the seconds of a work need all its chunks, in order, and no others", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20_000_000 }),
      fc.integer({ min: 1, max: 400 }),
      (byteCount, durationSec) => {
        const work = { ...manifest, byteCount, durationSec };
        const needed = Array.from({ length: durationSec }, (_, second) => chunksOfSecond(work, second));
        const chunks = [...new Set(needed.flat())];
        const expected = Array.from({ length: Math.ceil(byteCount / CHUNK_BYTES) }, (_, at) => 1 + at);
        assert.deepEqual(chunks, expected);
      },
    ),
  );
});

test("sizes beyond what a double multiplies exactly are spread to the byte", () => {
  const work = { ...manifest, byteCount: 2 ** 52 + 1, durationSec: 3_600 };
  const last = chunksOfSecond(work, 3_599).at(-1);
  assert.equal(last, Math.ceil(work.byteCount / CHUNK_BYTES));
});

test("a second outside the work is a mistake of the caller", () => {
  for (const second of [-1, 4, 0.5, Number.NaN])
    assert.throws(() => chunksOfSecond(manifest, second), InvalidInput);
});
