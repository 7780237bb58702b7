// SPDX-License-Identifier: MIT
import { type Address, encodeAbiParameters, type Hex, keccak256 } from "viem";
import { type Coordinates, type Curve, coordinatesOf, pointAt } from "../encryption/curve.ts";
import { pointOfShare } from "../encryption/shares.ts";
import { TributaryError } from "../errors/TributaryError.ts";
import type { Dealing } from "./dealing.ts";
import { POINT, POINTS } from "./pointType.ts";

/** The key of a committee, and the points of its places. */
export type GeneratedSeats = { publicKey: Coordinates; points: Coordinates[] };

/**
 * The last step: adds up the dealings of the dealers that are left, as every member does. A member's key share is the sum of the
 * shares that the same dealers sealed for it.
 *
 * @throws TributaryError for dealings whose sum no committee can have: one chance in 2^128.
 */
export const generatedSeats = (curve: Curve, dealings: readonly Dealing[], size: number): GeneratedSeats =>
  weightedSeats(
    curve,
    dealings.map((dealing) => ({ dealing, weight: 1n })),
    size,
  );

/** The seats of a polynomial that is the weighted sum of dealt ones. */
export function weightedSeats(
  curve: Curve,
  dealings: readonly { dealing: Dealing; weight: bigint }[],
  size: number,
): GeneratedSeats {
  const powers = dealings[0]?.dealing.coefficients.map((_, power) =>
    curve.sum(
      dealings.map(({ dealing, weight }) => ({
        point: pointAt(dealing.coefficients[power]!)!,
        scalar: weight,
      })),
    ),
  );
  if (!powers?.every((point) => point !== undefined)) throw unusable();
  const points = Array.from({ length: size }, (_, at) => pointOfShare(curve, powers, at + 1));
  if (!points.every((point) => point !== undefined)) throw unusable();
  return { publicKey: coordinatesOf(powers[0]!), points: points.map(coordinatesOf) };
}

/** What members confirm before the first epoch. */
export const firstSeatsHash = ({ publicKey, points }: GeneratedSeats): Hex =>
  keccak256(encodeAbiParameters([POINT, POINTS], [publicKey, points]));

/** What members of an epoch confirm for the next. */
export const nextSeatsHash = (
  threshold: number,
  members: readonly Address[],
  points: readonly Coordinates[],
) =>
  keccak256(
    encodeAbiParameters([{ type: "uint8" }, { type: "address[]" }, POINTS], [threshold, members, points]),
  );

const unusable = () =>
  new TributaryError("the dealings add up to no key", { advice: "begin a generation with another salt" });
