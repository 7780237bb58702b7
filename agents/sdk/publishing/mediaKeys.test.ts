// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "vitest";
import { CHUNK_BYTES } from "../content/leaf.ts";
import type { Manifest } from "../content/manifestFields.ts";
import { sampleBytes } from "../content/testing/sampleWork.ts";
import { SEAL_BYTES } from "../encryption/fragment.ts";
import { chunksOf, fingerprintOf, type Media } from "./media.ts";
import { PublishFailed } from "./publishErrors.ts";

const offer = { payee: `0x${"01".repeat(32)}`, ratePerSecondWei: 7n } as const;
const work = { contentId: `0x${"ab".repeat(32)}`, generation: 0 } as const;
const key = sampleBytes(32, 9);

/** Media of two fragments, the second of which holds `bytes()` when it is read. */
function mediaOf(bytes: () => Uint8Array): Media {
  const fragments = [1_000, 2_000].map((length) => ({ byteCount: length + SEAL_BYTES, duration: 1 }));
  const manifest: Manifest = {
    ...({ title: "x", encryption: "aes-256-gcm", keyPeriodSec: 60, durationSec: 2 } as const),
    renditions: [
      ...[
        {
          kind: "file",
          name: "original",
          mediaType: "video/mp4",
          timescale: 1,
          init: new Uint8Array(),
          fragments,
        } as const,
      ],
    ],
  };
  return {
    ...{ path: "film.mp4", manifest },
    readFragment: async ({ fragment }) => (fragment === 0 ? sampleBytes(1_000, 1) : bytes()),
  };
}

test("A12: a key encrypts the plaintext of the fingerprint alone: media that has changed since is refused, unencrypted", async () => {
  let bytes = sampleBytes(2_000, 2);
  const media = mediaOf(() => bytes);
  const fingerprint = await fingerprintOf(media, offer);
  const { layout, readChunk } = chunksOf(media, fingerprint, work, key);
  assert.equal(layout.chunkCount, 3);
  const sealed = await readChunk(2);
  bytes = sampleBytes(2_000, 3);
  const later = chunksOf(media, fingerprint, work, key);
  await assert.rejects(later.readChunk(2), (error: PublishFailed) => {
    assert.ok(error instanceof PublishFailed);
    return /changed while it was being published/.test(error.message);
  });
  // the whole of the other media is another work, whose keys are others
  const other = await fingerprintOf(media, offer);
  assert.notEqual(other.salt, fingerprint.salt);
  assert.ok(sealed.length === 2_000 + SEAL_BYTES && sealed.length < CHUNK_BYTES);
});

test("A12: two packagers of the same media come to the same bytes, so that no key is used twice for different ones", async () => {
  const chunks = await Promise.all(
    [0, 1].map(async () => {
      const media = mediaOf(() => sampleBytes(2_000, 2));
      const fingerprint = await fingerprintOf(media, offer);
      const { readChunk } = chunksOf(media, fingerprint, work, key);
      return { salt: fingerprint.salt, bytes: [await readChunk(0), await readChunk(1), await readChunk(2)] };
    }),
  );
  assert.deepEqual(chunks[0], chunks[1]);
});
