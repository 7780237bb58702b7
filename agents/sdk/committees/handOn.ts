// SPDX-License-Identifier: MIT
// The members of one epoch hand their key on to those of the next, by the steps of a generation whose places are the next epoch's.
import type { Coordinates, Curve } from "../encryption/curve.ts";
import { inverse, mod } from "../encryption/scalars.ts";
import { lagrange } from "../encryption/shares.ts";
import { type Dealer, type DealerPlace, type Dealing, drawDealer } from "./dealing.ts";
import { type GeneratedSeats, weightedSeats } from "./generatedSeats.ts";

/** Draws what a member of the present epoch deals: a polynomial that begins with its key share. */
export const drawHandover = (curve: Curve, place: DealerPlace, keyShare: bigint): Dealer =>
  drawDealer(curve, place, keyShare);

/** Whether a dealing hands on the key share of a seat of the present epoch. Any other dealing is left out. */
export const handsOn = ({ coefficients: [first] }: Dealing, seat: Coordinates): boolean =>
  first?.x === seat.x && first.y === seat.y;

/**
 * The seats of the next epoch, by the dealings of as many members as the present threshold says: all take the same, of those left the
 * lowest places. The public key is the committee's own.
 *
 * @param handovers `index`: the dealer's place in the present epoch.
 */
export function handedOnSeats(
  curve: Curve,
  handovers: readonly { index: number; dealing: Dealing }[],
  size: number,
): GeneratedSeats {
  const weights = weightsOf(handovers);
  return weightedSeats(
    curve,
    handovers.map(({ dealing }, at) => ({ dealing, weight: weights[at]! })),
    size,
  );
}

/** A member's key share of the next epoch, by the shares that the same dealers sealed for it. */
export function handedOnShare(handovers: readonly { index: number; share: bigint }[]): bigint {
  const weights = weightsOf(handovers);
  return handovers.reduce((sum, { share }, at) => mod(sum + weights[at]! * share), 0n);
}

function weightsOf(handovers: readonly { index: number }[]): bigint[] {
  const { weights, divisor } = lagrange(handovers.map(({ index }) => index));
  return weights.map((weight) => mod(weight * inverse(mod(divisor))));
}
