// SPDX-License-Identifier: MIT
// A secret number in n shares, any t of which are as good as the number (Shamir), with points that show it (Feldman).
import { InvalidInput } from "../errors/InvalidInput.ts";
import { type Curve, coordinatesOf, isSamePoint, type Point } from "./curve.ts";
import { inverse, isScalar, mod, ORDER, randomScalar } from "./scalars.ts";

/** The most members of a committee. */
export const MOST_MEMBERS = 16;

export type DealtShares = {
  /** Y: what capsules are sealed to. */
  publicKey: Point;
  /** S₁ to Sₙ: each share times the generator. */
  points: Point[];
  /** s₁ to sₙ, one for each member, and for no other eye. */
  shares: bigint[];
  /** The coefficients of the polynomial times the generator; the first is Y. */
  commitments: Point[];
};

/**
 * Deals a committee: whoever deals knows its secret, as is right for nodes of one's own. Member i of n, counted from 1, gets share i.
 *
 * @throws InvalidInput unless 1 ≤ threshold ≤ size ≤ 16.
 */
export function dealShares(
  curve: Curve,
  { threshold, size }: { threshold: number; size: number },
  draw: () => bigint = randomScalar,
): DealtShares {
  const isPossible = Number.isInteger(threshold) && Number.isInteger(size) && 1 <= threshold;
  if (!isPossible || threshold > size || size > MOST_MEMBERS)
    throw new InvalidInput(`no committee of ${size} opens by ${threshold}`, {
      advice: `choose a threshold of 1 or more, and ${MOST_MEMBERS} members at most`,
    });
  for (;;) {
    const coefficients = Array.from({ length: threshold }, draw);
    const shares = Array.from({ length: size }, (_, at) => shareOf(coefficients, at + 1));
    if (shares.includes(0n)) continue;
    const [points, commitments] = [shares.map(curve.mulG), coefficients.map(curve.mulG)];
    if (![...points, ...commitments].every(isRegistrable)) continue;
    return { publicKey: commitments[0]!, points, shares, commitments };
  }
}

/** Whether a contract can work with the point: ecrecover reaches no x from n on. */
export const isRegistrable = (point: Point): boolean => coordinatesOf(point).x < ORDER;

/** The value of a polynomial at `index`. */
export const shareOf = (coefficients: readonly bigint[], index: number): bigint =>
  coefficients.reduceRight((value, coefficient) => mod(value * BigInt(index) + coefficient), 0n);

/** What share `index` times the generator is, by the dealer's commitments; undefined at infinity. */
export const pointOfShare = (curve: Curve, commitments: readonly Point[], index: number): Point | undefined =>
  curve.sum(commitments.map((point, power) => ({ point, scalar: mod(BigInt(index) ** BigInt(power)) })));

/** Whether `share` is what the dealer of `commitments` owes member `index`. A share of 0 is none. */
export function checkShare(
  curve: Curve,
  commitments: readonly Point[],
  index: number,
  share: bigint,
): boolean {
  const [owed, given] = [pointOfShare(curve, commitments, index), isScalar(share) && curve.mulG(share)];
  return owed !== undefined && given !== false && isSamePoint(owed, given);
}

/**
 * The secret times the base, from the results of t members; undefined at infinity. Results that are not of one sharing, or false, combine
 * to another point.
 *
 * @throws InvalidInput for a member that is named twice, or no member.
 */
export function combine(
  curve: Curve,
  results: readonly { index: number; result: Point }[],
): Point | undefined {
  const { weights, divisor } = lagrange(results.map(({ index }) => index));
  // small weights first: their multiplications cost a tenth
  const sum = curve.sum(results.map(({ result }, at) => ({ point: result, scalar: mod(weights[at]!) })));
  return sum && curve.sum([{ point: sum, scalar: inverse(divisor) }]);
}

/** Lagrange's coefficients at 0, as whole numbers over one divisor. Throws InvalidInput for a member that is named twice, or no member. */
export function lagrange(indices: readonly number[]): { weights: bigint[]; divisor: bigint } {
  const isMember = (index: number) => Number.isInteger(index) && index >= 1 && index <= MOST_MEMBERS;
  if (indices.length === 0 || !indices.every(isMember) || new Set(indices).size < indices.length)
    throw new InvalidInput(`answers of the members ${indices.join(", ")} do not combine`, {
      advice: "give one answer a member",
    });
  const fractions = indices.map((index) => {
    const others = indices.filter((other) => other !== index).map(BigInt);
    const above = others.reduce((product, other) => product * other, 1n);
    const below = others.reduce((product, other) => product * (other - BigInt(index)), 1n);
    return { above, below };
  });
  const divisor = fractions.reduce((common, { below }) => leastCommonMultiple(common, below), 1n);
  return { weights: fractions.map(({ above, below }) => (above * divisor) / below), divisor };
}

function leastCommonMultiple(a: bigint, b: bigint): bigint {
  let [divisor, rest] = [a < 0n ? -a : a, b < 0n ? -b : b];
  const product = divisor * rest;
  while (rest > 0n) [divisor, rest] = [rest, divisor % rest];
  return product / divisor;
}
