// SPDX-License-Identifier: GPL-3.0-or-later
// The drill of a backup: a proof that a key share is held (Schnorr), over a challenge of whoever asks.
import { type Hex, hexToBytes } from "viem";
import { z } from "zod";
import { type Curve, compress, GENERATOR, type Point } from "../../sdk/encryption/curve.ts";
import { labelOf, uint32 } from "../../sdk/encryption/keys.ts";
import { hashToScalar, isScalar, mod, ORDER, randomScalar } from "../../sdk/encryption/scalars.ts";
import { bytes32 } from "../../vouchers/voucherRequest.ts";
import type { SharePlace } from "./shareFile.ts";

const scalar = z
  .string()
  .regex(/^0x[0-9a-f]{1,64}$/, "a number in hex")
  .transform(BigInt)
  .refine(isScalar, "a number from 1 to the order of the curve");

/** What `tributary keyholder prove` prints. */
export const possessionProof = z.object({
  committeeId: bytes32,
  epoch: z.int().min(0).max(0xffff_ffff),
  index: z.int().min(1).max(16),
  challenge: bytes32,
  hash: scalar,
  response: scalar,
});
export type PossessionProof = z.output<typeof possessionProof>;

/** Proves that `share` is held, without showing it. The same challenge never gives the same proof. */
export function provePossession(
  curve: Curve,
  place: SharePlace,
  share: bigint,
  challenge: Hex,
): PossessionProof {
  const point = curve.mulG(share);
  for (;;) {
    const nonce = randomScalar();
    const hash = hashOf(place, point, challenge, curve.mulG(nonce));
    const response = mod(nonce + hash * share);
    const { committeeId, epoch, index } = place;
    if (hash !== 0n && response !== 0n) return { committeeId, epoch, index, challenge, hash, response };
  }
}

/** Whether the holder of the share of `point` made the proof, for this challenge and place. */
export function verifyPossession(curve: Curve, point: Point, proof: PossessionProof): boolean {
  if (!isScalar(proof.hash) || !isScalar(proof.response)) return false;
  const committed = curve.sum([
    { point: GENERATOR, scalar: proof.response },
    { point, scalar: ORDER - proof.hash },
  ]);
  return committed !== undefined && hashOf(proof, point, proof.challenge, committed) === proof.hash;
}

const hashOf = ({ committeeId, epoch, index }: SharePlace, point: Point, challenge: Hex, committed: Point) =>
  hashToScalar(
    ...[labelOf("key-share-proof"), hexToBytes(committeeId), uint32(epoch), Uint8Array.of(index)],
    ...[compress(point), hexToBytes(challenge), compress(committed)],
  );
