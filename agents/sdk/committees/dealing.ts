// SPDX-License-Identifier: MIT
// What a member of a committee to be computes, step by step: see "Generated committees" in docs/SPEC.md.
import { encodeAbiParameters, type Hex, keccak256 } from "viem";
import { concatBytes } from "../content/merkle.ts";
import {
  type Coordinates,
  type Curve,
  compress,
  coordinatesOf,
  type Point,
  pointAt,
} from "../encryption/curve.ts";
import { labelOf } from "../encryption/keys.ts";
import { hashToScalar, mod, ORDER, randomScalar, scalarBytes } from "../encryption/scalars.ts";
import { checkShare, dealShares, isRegistrable } from "../encryption/shares.ts";
import { type Complaint, complaintOf, placeOf } from "./complaint.ts";
import { POINTS } from "./pointType.ts";

/** What a member draws for one generation alone, and keeps secret until the end. */
export type Dealer = {
  committeeId: Hex;
  /** The member's place, from 1. */
  index: number;
  transportSecret: bigint;
  /** For each place, what the member's polynomial is there. */
  shares: readonly bigint[];
  /** The coefficients of the polynomial, times the generator. */
  commitments: readonly Point[];
};

/** What a member reveals. */
export type Dealing = { coefficients: readonly Coordinates[]; sealedShares: readonly bigint[] };

/** What another member has published. */
export type Published = { dealer: number; transportKey: bigint; dealing: Dealing };

/** The place of a dealer in a generation. */
export type DealerPlace = { committeeId: Hex; index: number; threshold: number; size: number };

/**
 * Draws what a member deals. Another draw is another dealing: keep the first until the committee has begun.
 *
 * @param secret What the member's part of the key is; drawn too by default.
 */
export function drawDealer(
  curve: Curve,
  { committeeId, index, ...shape }: DealerPlace,
  secret = randomScalar(),
): Dealer {
  let drawn = 0;
  const { shares, commitments } = dealShares(curve, shape, () =>
    drawn++ % shape.threshold === 0 ? secret : randomScalar(),
  );
  for (;;) {
    const transport = randomScalar();
    const key = curve.mulG(transport);
    if (!isRegistrable(key)) continue;
    // contracts know a transport key by its x, and take its y as even
    const transportSecret = coordinatesOf(key).y % 2n === 0n ? transport : ORDER - transport;
    return { committeeId, index, transportSecret, shares, commitments };
  }
}

/** The first step: what `commit` takes. */
export function commitmentOf(curve: Curve, dealer: Dealer): { transportKey: bigint; commitment: Hex } {
  const { committeeId, index, transportSecret, commitments } = dealer;
  const types = [{ type: "bytes32" }, { type: "uint8" }, POINTS] as const;
  const commitment = keccak256(
    encodeAbiParameters(types, [committeeId, index, commitments.map(coordinatesOf)]),
  );
  return { transportKey: coordinatesOf(curve.mulG(transportSecret)).x, commitment };
}

/**
 * The second step: what `reveal` takes.
 *
 * @param transportKeys Of each place; 0 of a member that has not committed, and gets no share.
 */
export function dealingOf(curve: Curve, dealer: Dealer, transportKeys: readonly bigint[]): Dealing {
  const sealedShares = transportKeys.map((key, at) => {
    if (key === 0n) return 0n;
    const place = at + 1;
    return mod(
      dealer.shares[at]! + maskOf(dealer.committeeId, dealer.index, place, secretOf(curve, dealer, key)),
    );
  });
  return { coefficients: dealer.commitments.map(coordinatesOf), sealedShares };
}

/** The third step: the share that another member sealed for this one, or the complaint that excludes the other. */
export function openShare(
  curve: Curve,
  receiver: Dealer,
  published: Published,
): { share: bigint } | { complaint: Complaint } {
  const { committeeId, index } = receiver;
  const { dealer, transportKey, dealing } = published;
  const secret = secretOf(curve, receiver, transportKey);
  const share = mod(dealing.sealedShares[index - 1]! - maskOf(committeeId, dealer, index, secret));
  const commitments = dealing.coefficients.map((point) => pointAt(point)!);
  if (share !== 0n && checkShare(curve, commitments, index, share)) return { share };
  return { complaint: complaintOf(curve, receiver, dealer, evenPoint(curve, transportKey)) };
}

const maskOf = (committeeId: Hex, dealer: number, place: number, secret: Point) =>
  hashToScalar(labelOf("mask-of-share"), placeOf(committeeId, dealer, place), compress(secret));

const secretOf = (curve: Curve, { transportSecret }: Dealer, transportKey: bigint) =>
  curve.mul(evenPoint(curve, transportKey), transportSecret);

/** The contract has checked that there is one. */
const evenPoint = (curve: Curve, x: bigint): Point =>
  curve.decompress(concatBytes([Uint8Array.of(2), scalarBytes(x)]))!;
