// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "vitest";
import { layoutOf } from "../content/layout.ts";
import { CHUNK_BYTES } from "../content/leaf.ts";
import { encodeManifest } from "../content/manifest.ts";
import { sampleBytes } from "../content/testing/sampleWork.ts";
import { openFragment } from "../encryption/fragment.ts";
import { fragmentKey, periodKey, renditionKey } from "../encryption/keys.ts";
import { fileMedia } from "./fileMedia.ts";
import { chunksOf, fingerprintOf } from "./media.ts";

const BYTES = sampleBytes(300_000, 1);
const TERMS = { payee: `0x${"07".repeat(32)}`, ratePerSecondWei: 10n ** 16n } as const;
const WORK = { contentId: `0x${"c0".repeat(32)}`, generation: 0 } as const;
const facts = { path: "film.mp4", title: "Film", mediaType: "video/mp4", durationSec: 4.2 } as const;

/** A file in memory, and how often it was read. */
function mediaOf(bytes: Uint8Array, encryption: "none" | "aes-256-gcm" = "aes-256-gcm") {
  const read = { count: 0 };
  const media = fileMedia({ ...facts, encryption, byteCount: BYTES.length }, async (position, length) => {
    read.count += 1;
    return bytes.slice(position, position + length);
  });
  return { media, read };
}

test("a work's salt is that of docs/FORMAT.md", async () => {
  const { media } = mediaOf(BYTES);
  const { salt, digests } = await fingerprintOf(media, TERMS);
  const sha = (...parts: (Uint8Array | string)[]) =>
    parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();
  const sizes = media.manifest.renditions[0]!.fragments.map(({ byteCount }) => byteCount - 32);
  let at = 0;
  const each = sizes.map((size) => {
    at += size;
    return sha(BYTES.slice(at - size, at));
  });
  const rate = Buffer.from(TERMS.ratePerSecondWei.toString(16).padStart(24, "0"), "hex");
  const expected = sha(
    "tributary/v1/salt\0",
    Buffer.alloc(32, 7),
    rate,
    sha(encodeManifest(media.manifest)),
    ...each,
  );
  assert.equal(at, BYTES.length);
  assert.equal(salt, `0x${expected.toString("hex")}`);
  assert.deepEqual(
    digests[0]!.map((digest) => Buffer.from(digest)),
    each,
  );
  assert.equal(media.manifest.durationSec, 5);
});

test("the chunks are the manifest's and each fragment's, sealed under its own key; a fragment is read once for all of its chunks", async () => {
  const { media, read } = mediaOf(BYTES);
  const fingerprint = await fingerprintOf(media, TERMS);
  const workKey = sampleBytes(32, 2);
  read.count = 0;
  const {
    layout: { chunkCount },
    readChunk,
  } = chunksOf(media, fingerprint, WORK, workKey);
  const chunks = await Promise.all(Array.from({ length: chunkCount }, (_, index) => readChunk(index)));
  assert.equal(read.count, media.manifest.renditions[0]!.fragments.length);
  assert.ok(chunks.every(({ length }) => length > 0 && length <= CHUNK_BYTES));
  const manifest = encodeManifest(media.manifest);
  const layout = layoutOf(media.manifest, manifest.length);
  assert.deepEqual(Buffer.concat(chunks.slice(0, layout.manifestChunks)), Buffer.from(manifest));
  const opened = layout.spans[0]!.map(async ({ firstChunk, chunkCount, rendition, period, fragment }) => {
    const ofPeriod = await periodKey(await renditionKey(workKey, WORK, rendition), WORK, rendition, period);
    const key = await fragmentKey(ofPeriod, WORK, rendition, period, fragment);
    return openFragment(key, Buffer.concat(chunks.slice(firstChunk, firstChunk + chunkCount)));
  });
  assert.deepEqual(Buffer.concat(await Promise.all(opened)), Buffer.from(BYTES));
});

test("media that is no longer what was named is refused: a key never encrypts another plaintext", async () => {
  for (const encryption of ["none", "aes-256-gcm"] as const) {
    const fingerprint = await fingerprintOf(mediaOf(BYTES, encryption).media, TERMS);
    const other = mediaOf(BYTES.with(250_000, BYTES[250_000]! ^ 1), encryption).media;
    const {
      layout: { chunkCount },
      readChunk,
    } = chunksOf(other, fingerprint, WORK, sampleBytes(32, 2));
    await readChunk(0);
    await assert.rejects(readChunk(chunkCount - 1), /film.mp4 changed while it was being published/);
  }
});
