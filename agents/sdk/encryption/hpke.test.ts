// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import { hexToBytes } from "viem";
import { test } from "vitest";
import { sampleBytes } from "../content/testing/sampleWork.ts";
import { TributaryError } from "../errors/TributaryError.ts";
import { createHpkeKeys, openHpke, sealHpke, sealHpkeWith } from "./hpke.ts";
import { HPKE_VECTOR, hpkeKeysOf } from "./testing/hpkeVector.ts";

const bytes = (hex: string) => hexToBytes(`0x${hex}`);

test("HPKE is that of RFC 9180: its vector opens, and is sealed again to the same bytes", async () => {
  const { info, aad, plaintext, ciphertext } = HPKE_VECTOR;
  const recipient = await hpkeKeysOf(HPKE_VECTOR.recipient);
  const sealed = { encapsulatedKey: HPKE_VECTOR.ephemeral.publicKey, ciphertext };
  assert.deepEqual(await openHpke(recipient, sealed, { info, aad }), plaintext);
  const ephemeral = await hpkeKeysOf(HPKE_VECTOR.ephemeral);
  assert.deepEqual(await sealHpkeWith(ephemeral, recipient.publicKey, plaintext, { info, aad }), sealed);
});

test("a message opens with its own keys, info and bytes alone", async () => {
  const [keys, others] = [await createHpkeKeys(), await createHpkeKeys()];
  const info = sampleBytes(32, 1);
  const plaintext = sampleBytes(198, 2);
  const sealed = await sealHpke(keys.publicKey, plaintext, { info });
  assert.deepEqual(await openHpke(keys, sealed, { info }), plaintext);
  await assert.rejects(openHpke(others, sealed, { info }), TributaryError);
  await assert.rejects(openHpke(keys, sealed, { info: sampleBytes(32, 3) }), TributaryError);
  await assert.rejects(openHpke(keys, sealed, { info, aad: Uint8Array.of(1) }), TributaryError);
  for (const at of [0, sealed.ciphertext.length - 1]) {
    const ciphertext = sealed.ciphertext.with(at, sealed.ciphertext[at]! ^ 1);
    await assert.rejects(openHpke(keys, { ...sealed, ciphertext }, { info }), TributaryError);
  }
  for (const ciphertext of [new Uint8Array(), new Uint8Array(15)])
    await assert.rejects(openHpke(keys, { ...sealed, ciphertext }, { info }), TributaryError);
});

test("a public key that leads to no secret is refused: zeros, small order, another length", async () => {
  const keys = await createHpkeKeys();
  const bound = { info: new Uint8Array() };
  const bad = [
    ...[new Uint8Array(32), new Uint8Array(31), new Uint8Array(33), new Uint8Array()],
    Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? 1 : 0)),
    bytes("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
  ];
  for (const key of bad) {
    await assert.rejects(sealHpke(key, new Uint8Array(1), bound), TributaryError);
    const sealed = { encapsulatedKey: key, ciphertext: new Uint8Array(32) };
    await assert.rejects(openHpke(keys, sealed, bound), TributaryError);
  }
});

test("another implementation opens what is sealed here, and seals what is opened here", async () => {
  const suite = new CipherSuite({
    ...{ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() },
  });
  const info = sampleBytes(32, 1);
  const plaintext = sampleBytes(198, 2);
  const buffer = (part: Uint8Array) => Uint8Array.from(part).buffer;
  const theirs = await suite.kem.generateKeyPair();
  const theirPublicKey = new Uint8Array(await suite.kem.serializePublicKey(theirs.publicKey));
  const { encapsulatedKey, ciphertext } = await sealHpke(theirPublicKey, plaintext, { info });
  const recipient = { recipientKey: theirs.privateKey, enc: buffer(encapsulatedKey), info: buffer(info) };
  assert.deepEqual(new Uint8Array(await suite.open(recipient, buffer(ciphertext))), plaintext);

  const ours = await createHpkeKeys();
  const recipientPublicKey = await suite.kem.deserializePublicKey(buffer(ours.publicKey));
  const sealed = await suite.seal({ recipientPublicKey, info: buffer(info) }, buffer(plaintext));
  const message = { encapsulatedKey: new Uint8Array(sealed.enc), ciphertext: new Uint8Array(sealed.ct) };
  assert.deepEqual(await openHpke(ours, message, { info }), plaintext);
});
