// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey, randomBytes } from "node:crypto";
import { test } from "vitest";
import { createHpkeKeys, openHpke } from "../../sdk/encryption/hpke.ts";
import { sealHpke } from "./hpkeSeal.ts";

const bytes = (hex: string) => Buffer.from(hex, "hex");

test("HPKE is that of RFC 9180: X25519, HKDF-SHA256, AES-256-GCM, base mode, the first message", () => {
  const secret = bytes("179d4b53b6365c45b600c4163b61d95cbc2f4d9e36f1695558dce265ab8bab11");
  const key = Buffer.concat([bytes("302e020100300506032b656e04220420"), secret]);
  const privateKey = createPrivateKey({ key, format: "der", type: "pkcs8" });
  const sealed = sealHpke(
    bytes("430f4b9859665145a6b1ba274024487bd66f03a2dd577d7753c68d7d7d00c00c"),
    bytes("4265617574792069732074727574682c20747275746820626561757479"),
    { info: bytes("4f6465206f6e2061204772656369616e2055726e"), aad: bytes("436f756e742d30") },
    { privateKey, publicKey: createPublicKey(privateKey) },
  );
  assert.deepEqual(sealed, {
    encapsulatedKey: bytes("6c93e09869df3402d7bf231bf540fadd35cd56be14f97178f0954db94b7fc256"),
    ciphertext: bytes(
      "e5d84cd531cfb583096e7cfa9641bd3079cf3a91cda813c52deb5f512be9931980a41de125a925cdad859d5b7a",
    ),
  });
});

test("the viewer opens what a node seals, each time with another key, and with the request's digest alone", async () => {
  const keys = await createHpkeKeys();
  const [plaintext, info] = [randomBytes(198), randomBytes(32)];
  const seal = () => sealHpke(Buffer.from(keys.publicKey), plaintext, { info });
  const [one, other] = [seal(), seal()];
  assert.notDeepEqual(one.encapsulatedKey, other.encapsulatedKey);
  for (const sealed of [one, other])
    assert.deepEqual(Buffer.from(await openHpke(keys, sealed, { info })), plaintext);
  await assert.rejects(openHpke(keys, one, { info: randomBytes(32) }));
});

test("a public key that leads to no secret is refused: zeros, small order", () => {
  for (const key of [
    Buffer.alloc(32),
    Buffer.from([1, ...Array(31).fill(0)]),
    bytes("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
  ])
    assert.throws(() => sealHpke(key, Buffer.alloc(1), { info: Buffer.alloc(32) }));
});
