// SPDX-License-Identifier: MIT
import { type Coordinates, coordinatesOf, GENERATOR, type Point, pointAt } from "../encryption/curve.ts";
import { nobleCurve } from "../encryption/nobleCurve.ts";
import { isScalar, ORDER } from "../encryption/scalars.ts";
import type { AnswerHints, PartialDecryption } from "./partialDecryption.ts";

/**
 * The points that the court needs to judge an answer; where the answer is false as it stands, any will do. The court checks each.
 *
 * @param point The point of the member's seat in the answer's epoch.
 */
export function slashHints(answer: PartialDecryption, point: Coordinates): AnswerHints {
  const { challenge, response } = answer;
  const [seat, base, result] = [point, answer.base, answer.result].map(pointAt);
  if (!seat || !base || !result || !isScalar(challenge) || !isScalar(response)) return NONE;
  return {
    commitment: sum([
      { point: GENERATOR, scalar: response },
      { point: seat, scalar: ORDER - challenge },
    ]),
    blindedBase: sum([{ point: base, scalar: response }]),
    challengedResult: sum([{ point: result, scalar: challenge }]),
  };
}

const NOWHERE: Coordinates = { x: 0n, y: 0n };
const NONE: AnswerHints = { commitment: NOWHERE, blindedBase: NOWHERE, challengedResult: NOWHERE };

function sum(terms: { point: Point; scalar: bigint }[]): Coordinates {
  const total = nobleCurve.sum(terms);
  return total ? coordinatesOf(total) : NOWHERE;
}
