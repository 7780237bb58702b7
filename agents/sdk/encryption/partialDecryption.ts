// SPDX-License-Identifier: MIT
// What one member does for a capsule: its share times the capsule's base, and the proof (Chaum and Pedersen) that it was its share.
import { type Hex, hexToBytes } from "viem";
import { concatBytes } from "../content/merkle.ts";
import { type Curve, compress, coordinatesOf, GENERATOR, type Point } from "./curve.ts";
import { expand, extract } from "./expand.ts";
import { labelOf, uint32 } from "./keys.ts";
import { isScalar, mod, numberOf, ORDER, scalarBytes, WIDE_BYTES } from "./scalars.ts";

/** A member in one epoch of its committee: shares of two epochs do not mix. */
export type Member = {
  committeeId: Hex;
  epoch: number;
  /** From 1. */
  index: number;
  /** S: the member's share times the generator, as it stands on chain. */
  point: Point;
};

/** A member's answer: D, and the proof that log_G S = log_u D. */
export type Partial = { result: Point; challenge: bigint; response: bigint };

/** Multiplies `base` by a member's share, and proves that. The caller has checked the capsule of the base: see {@link checkCapsule}. */
export function partialDecryption(
  curve: Curve,
  member: Member,
  share: bigint,
  base: Point,
  chance: Uint8Array = crypto.getRandomValues(new Uint8Array(32)),
): Partial {
  const result = curve.mul(base, share);
  const statement = statementOf(member, base, result);
  for (let attempt = 0; ; attempt++) {
    // of the share too: a random source that repeats itself gives nothing away
    const info = concatBytes([labelOf("dleq-k"), statement, chance, uint32(attempt)]);
    const nonce = mod(
      numberOf(expand(curve.sha256, extract(curve.sha256, scalarBytes(share)), info, WIDE_BYTES)),
    );
    if (nonce === 0n) continue;
    const challenge = challengeOf(curve, statement, curve.mulG(nonce), curve.mul(base, nonce));
    const response = mod(nonce + challenge * share);
    if (challenge !== 0n && response !== 0n) return { result, challenge, response };
  }
}

/** Whether a member's answer for `base` is true. */
export function verifyPartial(curve: Curve, member: Member, base: Point, partial: Partial): boolean {
  const { result, challenge, response } = partial;
  if (!isScalar(challenge) || !isScalar(response) || coordinatesOf(result).x >= ORDER) return false;
  const committed = (generator: Point, point: Point) =>
    curve.sum([
      { point: generator, scalar: response },
      { point, scalar: ORDER - challenge },
    ]);
  const [first, second] = [committed(GENERATOR, member.point), committed(base, result)];
  if (!first || !second) return false;
  return challengeOf(curve, statementOf(member, base, result), first, second) === challenge;
}

function statementOf({ committeeId, epoch, index, point }: Member, base: Point, result: Point): Uint8Array {
  const points = [point, base, result].map(compress);
  return concatBytes([hexToBytes(committeeId), uint32(epoch), Uint8Array.of(index), ...points]);
}

const challengeOf = ({ sha256 }: Curve, statement: Uint8Array, first: Point, second: Point) =>
  mod(numberOf(sha256(concatBytes([labelOf("dleq"), statement, compress(first), compress(second)]))));
