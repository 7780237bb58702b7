// SPDX-License-Identifier: MIT
import { hexToBytes } from "viem";
import type { HpkeKeys } from "../hpke.ts";

const bytes = (hex: string) => hexToBytes(`0x${hex}`);

/** Of the vectors that came with RFC 9180: mode 0, KEM 0x0020, KDF 0x0001, AEAD 0x0002, the first message. */
export const HPKE_VECTOR = {
  info: bytes("4f6465206f6e2061204772656369616e2055726e"),
  recipient: {
    secret: bytes("497b4502664cfea5d5af0b39934dac72242a74f8480451e1aee7d6a53320333d"),
    publicKey: bytes("430f4b9859665145a6b1ba274024487bd66f03a2dd577d7753c68d7d7d00c00c"),
  },
  ephemeral: {
    secret: bytes("179d4b53b6365c45b600c4163b61d95cbc2f4d9e36f1695558dce265ab8bab11"),
    publicKey: bytes("6c93e09869df3402d7bf231bf540fadd35cd56be14f97178f0954db94b7fc256"),
  },
  aad: bytes("436f756e742d30"),
  plaintext: bytes("4265617574792069732074727574682c20747275746820626561757479"),
  ciphertext: bytes(
    "e5d84cd531cfb583096e7cfa9641bd3079cf3a91cda813c52deb5f512be9931980a41de125a925cdad859d5b7a",
  ),
};

/** A key pair of known bytes: PKCS #8 has the secret behind 16 bytes. */
export async function hpkeKeysOf({ secret, publicKey }: typeof HPKE_VECTOR.recipient): Promise<HpkeKeys> {
  const der = Uint8Array.of(...bytes("302e020100300506032b656e04220420"), ...secret);
  return {
    privateKey: await crypto.subtle.importKey("pkcs8", der, "X25519", false, ["deriveBits"]),
    publicKey,
  };
}
