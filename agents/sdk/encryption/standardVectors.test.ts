// SPDX-License-Identifier: MIT
// Vectors that others published, through the functions that keys and fragments are made with.
import assert from "node:assert/strict";
import { hash, hkdfSync } from "node:crypto";
import { bytesToHex, type Hex, hexToBytes } from "viem";
import { test } from "vitest";
import { expand, extract } from "./expand.ts";
import { openGcm, sealGcm } from "./gcm.ts";
import { hkdf } from "./hkdf.ts";
import { nobleCurve } from "./nobleCurve.ts";

type Vector = { key: string; iv: string; plaintext: string; ciphertext: string; tag: string };

const LONG_KEY = "feffe9928665731c6d6a8f9467308308".repeat(2);
const LONG_TEXT =
  "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255";

/** Test cases 13 to 15 of the GCM specification that NIST took over, and one of CAVP's gcmEncryptExtIV256: all without additional data. */
const GCM: Record<string, Vector> = {
  "case 13": {
    ...{ key: "00".repeat(32), iv: "00".repeat(12), plaintext: "", ciphertext: "" },
    tag: "530f8afbc74536b9a963b4f1c4cb738b",
  },
  "case 14": {
    ...{ key: "00".repeat(32), iv: "00".repeat(12), plaintext: "00".repeat(16) },
    ...{ ciphertext: "cea7403d4d606b6e074ec5d3baf39d18", tag: "d0d1c8a799996bf0265b98b5d48ab919" },
  },
  "case 15": {
    ...{ key: LONG_KEY, iv: "cafebabefacedbaddecaf888", plaintext: LONG_TEXT },
    ciphertext:
      "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad",
    tag: "b094dac5d93471bdec1a502270e3cc6c",
  },
  CAVP: {
    key: "31bdadd96698c204aa9ce1448ea94ae1fb4a9a0b3c9d773b51bb1822666b8f22",
    ...{ iv: "0d18e06c7c725ac9e362e1ce", plaintext: "2db5168e932556f8089a0622981d017d" },
    ...{ ciphertext: "fa4362189661d163fcd6a56d8bf0405a", tag: "d636ac1bbedd5cc3ee727dc2ab4a9489" },
  },
};

const bytes = (hex: string) => hexToBytes(`0x${hex}`);

test.each(Object.entries(GCM))("AES-256-GCM is NIST's: %s", async (_, {
  key,
  iv,
  plaintext,
  ciphertext,
  tag,
}) => {
  const sealed = await sealGcm(bytes(key), bytes(iv), bytes(plaintext));
  assert.equal(bytesToHex(sealed), `0x${ciphertext}${tag}`);
  assert.deepEqual(await openGcm(bytes(key), bytes(iv), sealed), bytes(plaintext));
  for (const [index, byte] of sealed.entries())
    await assert.rejects(openGcm(bytes(key), bytes(iv), sealed.with(index, byte ^ 1)));
});

test("HKDF-SHA256 at once is that of RFC 5869, cases 1 to 3, by both implementations of SHA-256", () => {
  const counting = (from: number, count: number) => Uint8Array.from({ length: count }, (_, at) => from + at);
  const cases = [
    {
      ...{ key: new Uint8Array(22).fill(0x0b), salt: counting(0, 13), info: counting(0xf0, 10) },
      okm: "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
    },
    { key: counting(0, 80), salt: new Uint8Array(), info: counting(0xb0, 80), okm: undefined },
    {
      ...{ key: new Uint8Array(22).fill(0x0b), salt: new Uint8Array(), info: new Uint8Array() },
      okm: "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
    },
  ];
  for (const sha256 of [nobleCurve.sha256, (part: Uint8Array) => hash("sha256", part, "buffer")])
    for (const { key, salt, info, okm } of cases)
      for (const length of [1, 32, 42, 48, 82]) {
        const derived = expand(sha256, extract(sha256, key, salt), info, length);
        assert.deepEqual(derived, new Uint8Array(hkdfSync("sha256", key, salt, info, length)));
        if (okm && length === 42) assert.equal(bytesToHex(derived), `0x${okm}`);
      }
});

test("HKDF-SHA256 is that of RFC 5869, case 3: no salt, no info", async () => {
  const derived: Hex = bytesToHex(await hkdf(new Uint8Array(22).fill(0x0b), new Uint8Array()));
  assert.equal(derived, "0x8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
});

test("HKDF-SHA256 has no salt: the input and the info of RFC 5869, cases 1 and 2, as another implementation derives them", async () => {
  const counting = (from: number, count: number) => Uint8Array.from({ length: count }, (_, at) => from + at);
  for (const [key, info] of [
    [new Uint8Array(22).fill(0x0b), counting(0xf0, 10)],
    [counting(0, 80), counting(0xb0, 80)],
  ] as const)
    assert.deepEqual(await hkdf(key, info), new Uint8Array(hkdfSync("sha256", key, "", info, 32)));
});
