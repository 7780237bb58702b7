// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { test } from "vitest";
import { InvalidInput } from "../errors/InvalidInput.ts";
import { fileRendition, layoutOf, spanAt, spanOfChunk } from "./layout.ts";
import { CHUNK_BYTES } from "./leaf.ts";
import { secondsOf } from "./manifestFields.ts";

const file = { name: "original", mediaType: "application/zip" };
const parts = {
  byteCount: fc.integer({ min: 1, max: 2 ** 31 }),
  durationSec: fc.integer({ min: 1, max: 400_000 }),
};

test("the fragments of a file hold all its bytes and all its time, and none is large or tiny", () => {
  fc.assert(
    fc.property(fc.record(parts), ({ byteCount, durationSec }) => {
      const rendition = fileRendition(file, byteCount, durationSec, 32);
      const plain = rendition.fragments.map((fragment) => fragment.byteCount - 32);
      assert.equal(
        plain.reduce((sum, bytes) => sum + bytes, 0),
        byteCount,
      );
      assert.equal(secondsOf(rendition), durationSec);
      assert.ok(plain.every((bytes) => bytes >= 1 && bytes <= 2 ** 20));
      assert.ok(rendition.fragments.every(({ duration }) => duration >= 1));
      assert.ok(plain.length <= Math.ceil(byteCount / CHUNK_BYTES));
    }),
    { numRuns: 50 },
  );
});

const manifest = {
  ...({ title: "x", encryption: "none", keyPeriodSec: 60, durationSec: 200 } as const),
  renditions: [
    fileRendition(file, 20_000_000, 200, 0),
    { ...fileRendition(file, 1, 1, 0), fragments: [{ byteCount: 65_537, duration: 1 }] },
  ],
};

test("every chunk behind the manifest belongs to one fragment, and each fragment begins its own", () => {
  const { manifestChunks, chunkCount, spans } = layoutOf(manifest, CHUNK_BYTES + 1);
  assert.equal(manifestChunks, 2);
  const owners = spans.flat().flatMap((span) => Array(span.chunkCount).fill(span));
  assert.equal(owners.length, chunkCount - manifestChunks);
  for (const [at, owner] of owners.entries())
    assert.equal(spanOfChunk(spans.flat(), manifestChunks + at), owner);
  assert.equal(spanOfChunk(spans.flat(), chunkCount), undefined);
  assert.deepEqual(
    spans[1]!.map(({ firstChunk, chunkCount }) => [firstChunk, chunkCount]),
    [[chunkCount - 2, 2]],
  );
});

test("a time has the fragment that plays then, and a fragment the period of its start", () => {
  const { spans } = layoutOf(manifest, 100);
  const [first] = spans;
  for (const sec of [0, 1.999, 2, 59.9, 60, 119, 199.999]) {
    const span = spanAt(first!, sec);
    assert.ok(span.startSec <= sec && sec < span.endSec, String(sec));
    assert.equal(span.period, Math.floor(span.startSec / 60));
  }
  assert.equal(spanAt(first!, 10_000), first!.at(-1));
  for (const sec of [-1, Number.NaN]) assert.throws(() => spanAt(first!, sec), InvalidInput);
});
