// SPDX-License-Identifier: GPL-3.0-or-later
import { bytesToHex, type Hex, hexToBytes } from "viem";
import {
  type CourtOfKeys,
  type PartialDecryption,
  partialDecryptionTypedData,
} from "../../sdk/committees/partialDecryption.ts";
import { type Curve, coordinatesOf, type Point } from "../../sdk/encryption/curve.ts";
import { encodeAnswer } from "../../sdk/encryption/keyAnswer.ts";
import { type Member, partialDecryption } from "../../sdk/encryption/partialDecryption.ts";
import { loadNativeSecp256k1 } from "../../vouchers/nativeSecp256k1.ts";
import { createTypedDigest } from "../../vouchers/typedDigest.ts";

/** A key share that answers, and its seat. */
export type Seat = Member & { share: bigint };
/** Makes a signed answer for a capsule's base, encoded as the viewer reads it. */
export type MakeAnswer = (seat: Seat, base: Point) => Uint8Array;

/**
 * Makes the maker of answers, signed by the operator's key.
 *
 * @param isLying Drill: the share is one too high, so that the proof, which is made with it, is false for the seat's point.
 */
export async function createAnswers(
  curve: Curve,
  { court, privateKey, isLying = false }: { court: CourtOfKeys; privateKey: Hex; isLying?: boolean },
): Promise<MakeAnswer> {
  const secp256k1 = loadNativeSecp256k1();
  const operatorKey = hexToBytes(privateKey);
  const { domain, types, primaryType } = partialDecryptionTypedData(court, {} as PartialDecryption);
  const digestOf = await createTypedDigest<PartialDecryption>({ domain, types, primaryType });

  return ({ share, ...member }, base) => {
    const partial = partialDecryption(curve, member, isLying ? share + 1n : share, base);
    const { committeeId, epoch, index } = member;
    const answer = {
      ...{ committeeId, epoch, index, base: coordinatesOf(base), result: coordinatesOf(partial.result) },
      ...{ challenge: partial.challenge, response: partial.response },
    };
    const { signature, recid } = secp256k1.ecdsaSign(digestOf(answer), operatorKey);
    return encodeAnswer({ ...answer, signature: bytesToHex(Uint8Array.of(...signature, 27 + recid)) });
  };
}
