// SPDX-License-Identifier: GPL-3.0-or-later

import { randomBytes } from "node:crypto";
import { type Address, bytesToHex, type Hex, hashTypedData, hexToBytes, type LocalAccount } from "viem";
import { sealCapsule } from "../../sdk/encryption/capsule.ts";
import type { Curve, Point } from "../../sdk/encryption/curve.ts";
import { createHpkeKeys, type HpkeKeys, openHpke } from "../../sdk/encryption/hpke.ts";
import { decodeAnswer } from "../../sdk/encryption/keyAnswer.ts";
import {
  type KeyRegistryContract,
  type KeyRequest,
  keyRequestBody,
  keyRequestTypedData,
} from "../../sdk/encryption/keyRequest.ts";

export type Asking = {
  contract: KeyRegistryContract;
  committeeId: Hex;
  publicKey: Point;
  viewer: LocalAccount;
  node: Address;
  nowSec: number;
};

export type SampleRequest = {
  request: KeyRequest;
  keys: HpkeKeys;
  digest: Hex;
  body: Record<string, unknown>;
};

/** A request for a key of a sample work, sealed to a committee and signed, with what a test changes before the signing. */
export async function sampleRequest(
  curve: Curve,
  { contract, committeeId, publicKey, viewer, node, nowSec }: Asking,
  more: Partial<KeyRequest> & { signer?: LocalAccount; capsule?: Hex } = {},
): Promise<SampleRequest> {
  const { signer = viewer, capsule, ...changed } = more;
  const keys = await createHpkeKeys();
  const request: KeyRequest = {
    ...{ committeeId, contentId: `0x${"ab".repeat(32)}`, generation: 7, rendition: 3, period: 5n },
    ...{ viewer: viewer.address, node, ephemeralKey: bytesToHex(keys.publicKey) },
    ...{ nonce: bytesToHex(randomBytes(32)), deadline: nowSec + 60 },
    ...changed,
  };
  const typed = keyRequestTypedData(contract, request);
  const { contentId, generation, rendition, period } = request;
  const place = {
    committeeId: request.committeeId,
    contentId,
    generation,
    rendition,
    period: Number(period),
  };
  const sealed = capsule ?? bytesToHex(sealCapsule(curve, publicKey, place, new Uint8Array(32).fill(9)));
  const signature = await signer.signTypedData(typed);
  const body = JSON.parse(keyRequestBody(request, { signature, capsule: sealed, evidence: "0x" }));
  return { request, keys, digest: hashTypedData(typed), body };
}

/** What a node sealed for a request. */
export async function openAnswer(
  { keys, digest }: Pick<SampleRequest, "keys" | "digest">,
  { encapsulatedKey, ciphertext }: { encapsulatedKey: Hex; ciphertext: Hex },
) {
  const sealed = { encapsulatedKey: hexToBytes(encapsulatedKey), ciphertext: hexToBytes(ciphertext) };
  return decodeAnswer(await openHpke(keys, sealed, { info: hexToBytes(digest) }))!;
}
