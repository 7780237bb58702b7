// SPDX-License-Identifier: MIT
import { type Hex, hexToBytes } from "viem";
import { concatBytes } from "../content/merkle.ts";
import { type Coordinates, type Curve, compress, coordinatesOf, type Point } from "../encryption/curve.ts";
import { labelOf } from "../encryption/keys.ts";
import { hashToScalar, isScalar, mod, randomScalar } from "../encryption/scalars.ts";
import type { AnswerHints } from "./partialDecryption.ts";

/** What shows the contract that a dealer sealed a wrong share: the secret of the two, with its proof. */
export type Complaint = {
  dealer: number;
  victim: number;
  secret: Coordinates;
  challenge: bigint;
  response: bigint;
  hints: AnswerHints;
};

/** @param dealerKey The dealer's transport key. */
export function complaintOf(
  curve: Curve,
  victim: { committeeId: Hex; index: number; transportSecret: bigint },
  dealer: number,
  dealerKey: Point,
): Complaint {
  const { committeeId, index, transportSecret } = victim;
  const secret = curve.mul(dealerKey, transportSecret);
  const points = [curve.mulG(transportSecret), dealerKey, secret].map(compress);
  for (;;) {
    const nonce = randomScalar();
    const commitment = curve.mulG(nonce);
    const commitments = [commitment, curve.mul(dealerKey, nonce)].map(compress);
    const challenge = hashToScalar(
      ...[labelOf("complaint"), placeOf(committeeId, dealer, index), ...points, ...commitments],
    );
    const response = mod(nonce + challenge * transportSecret);
    if (!isScalar(challenge) || !isScalar(response)) continue;
    const hints = {
      commitment: coordinatesOf(commitment),
      blindedBase: coordinatesOf(curve.mul(dealerKey, response)),
      challengedResult: coordinatesOf(curve.mul(secret, challenge)),
    };
    return { dealer, victim: index, secret: coordinatesOf(secret), challenge, response, hints };
  }
}

/** Where a share is dealt: by whom, and for whom. */
export const placeOf = (committeeId: Hex, dealer: number, place: number): Uint8Array =>
  concatBytes([hexToBytes(committeeId), Uint8Array.of(dealer, place)]);
