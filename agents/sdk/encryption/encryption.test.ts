// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { createDecipheriv, hkdfSync } from "node:crypto";
import fc from "fast-check";
import { privateKeyToAccount } from "viem/accounts";
import { test } from "vitest";
import { sampleBytes } from "../content/testing/sampleWork.ts";
import { creatorSecret, workKeyOf } from "./creatorKeys.ts";
import { FragmentSealed, openFragment, sealFragment } from "./fragment.ts";
import { keyHash, keyInLink, linkKeys } from "./keyProvider.ts";
import { fragmentKey, periodKey, renditionKey } from "./keys.ts";

const work = { contentId: `0x${"ab".repeat(32)}`, generation: 7 } as const;
const secret = sampleBytes(32, 1);

test("keys are HKDF-SHA256 (RFC 5869), by another implementation of it", async () => {
  const named = (label: string, ...numbers: number[]) => {
    const fields = Buffer.alloc(4 * (1 + numbers.length));
    for (const [at, number] of [work.generation, ...numbers].entries()) fields.writeUint32BE(number, 4 * at);
    return Buffer.concat([
      Buffer.from(`tributary/v1/${label}\0`),
      Buffer.from("ab".repeat(32), "hex"),
      fields,
    ]);
  };
  const derived = (key: Uint8Array, info: Buffer) => new Uint8Array(hkdfSync("sha256", key, "", info, 32));
  const ofRendition = derived(secret, named("rendition", 3));
  const ofPeriod = derived(ofRendition, named("period", 3, 5));
  const ofFragment = derived(ofPeriod, named("fragment", 3, 5, 150));
  assert.deepEqual(await renditionKey(secret, work, 3), ofRendition);
  assert.deepEqual(await periodKey(ofRendition, work, 3, 5), ofPeriod);
  assert.deepEqual(await fragmentKey(ofPeriod, work, 3, 5, 150), ofFragment);
  assert.deepEqual(await linkKeys(secret).periodKey(work, 3, 5), ofPeriod);
});

test("a fragment is IV, ciphertext and tag, as another implementation of AES-256-GCM reads it", async () => {
  for (const length of [1, 31, 65_536, 100_000]) {
    const plaintext = sampleBytes(length, length);
    const sealed = await sealFragment(secret, plaintext);
    assert.equal(sealed.length, length + 32);
    const decipher = createDecipheriv("aes-256-gcm", secret, sealed.subarray(0, 16));
    decipher.setAuthTag(sealed.subarray(-16));
    const read = Buffer.concat([decipher.update(sealed.subarray(16, -16)), decipher.final()]);
    assert.deepEqual(new Uint8Array(read), plaintext);
    assert.deepEqual(await openFragment(secret, sealed), plaintext);
  }
});

test("A12: the same plaintext gives the same bytes, and another plaintext under the same key another IV", async () => {
  const one = await sealFragment(secret, sampleBytes(100, 1));
  assert.deepEqual(await sealFragment(secret, sampleBytes(100, 1)), one);
  const other = await sealFragment(secret, sampleBytes(100, 2));
  assert.notDeepEqual(other.subarray(0, 16), one.subarray(0, 16));
});

test("A13: a fragment opens in its own place alone: no other rendition, number, generation or work; and no byte of it can be another", async () => {
  const places = [
    work,
    { ...work, generation: 8 },
    { ...work, contentId: `0x${"ac".repeat(32)}` as const },
  ].flatMap((of) => [0, 1].flatMap((rendition) => [0, 1].map((fragment) => ({ of, rendition, fragment }))));
  const keys = await Promise.all(
    places.map(async ({ of, rendition, fragment }) =>
      fragmentKey(await linkKeys(secret).periodKey(of, rendition, 0), of, rendition, 0, fragment),
    ),
  );
  const sealed = await sealFragment(keys[0]!, sampleBytes(1_000, 1));
  for (const key of keys.slice(1)) await assert.rejects(openFragment(key, sealed), FragmentSealed);
  await fc.assert(
    fc.asyncProperty(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const changed = Uint8Array.from(sealed);
      changed[at]! ^= flip;
      await assert.rejects(openFragment(keys[0]!, changed), FragmentSealed);
    }),
  );
  for (const cut of [0, 15, 31, sealed.length - 1])
    await assert.rejects(openFragment(keys[0]!, sealed.subarray(0, cut)), FragmentSealed);
  await assert.rejects(openFragment(keys[0]!, Uint8Array.of(...sealed, 0)), FragmentSealed);
});

test("a link carries a key behind its #, and half a key is said to be one", () => {
  const link = `https://example.org/watch?w=1${keyHash(secret)}`;
  assert.match(link, /^https:\/\/example\.org\/watch\?w=1#k=[A-Za-z0-9_-]{43}$/);
  assert.deepEqual(keyInLink(link), secret);
  assert.deepEqual(keyInLink(new URL(link).hash), secret);
  assert.equal(keyInLink("https://example.org/watch"), undefined);
  assert.throws(() => keyInLink(link.slice(0, -1)), /not whole; copy the whole link once more/);
});

test("a creator's account comes to the same keys each time, and each work has its own", async () => {
  const account = privateKeyToAccount(`0x${"11".repeat(32)}`);
  const secretOf = () => creatorSecret((message) => account.signMessage({ message }));
  const [first, second] = [await secretOf(), await secretOf()];
  assert.deepEqual(first, second);
  const keys = [work.contentId, `0x${"01".repeat(32)}` as const].map((id) => workKeyOf(first, id));
  assert.notDeepEqual(await keys[0], await keys[1]);
});
