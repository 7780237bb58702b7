// SPDX-License-Identifier: MIT
import { secp256k1 } from "@noble/curves/secp256k1";
import { sha256 } from "@noble/hashes/sha2";
import { COMPRESSED_BYTES, type Curve, coordinatesOf, GENERATOR, type Point, type Term } from "./curve.ts";

const { ProjectivePoint } = secp256k1;
type Projective = InstanceType<typeof ProjectivePoint>;

/** By the very object, so that the table that was made for a point is found again. */
const known = new WeakMap<Point, Projective>([[GENERATOR, ProjectivePoint.BASE]]);

const prepared = new WeakSet<Point>([GENERATOR]);

function projectiveOf(point: Point): Projective {
  const projective = known.get(point) ?? ProjectivePoint.fromAffine(coordinatesOf(point));
  known.set(point, projective);
  return projective;
}

function product({ point, scalar }: Term): Projective {
  const projective = projectiveOf(point);
  // noble's multiplyUnsafe misreads its tables, which have half of the bits
  return prepared.has(point) && scalar !== 0n
    ? projective.multiply(scalar)
    : projective.multiplyUnsafe(scalar);
}

const pointOf = (projective: Projective) => projective.toRawBytes(false) as Point;

/** secp256k1 in JavaScript, as viem ships it: for pages. */
export const nobleCurve: Curve = {
  decompress(bytes) {
    if (bytes.length !== COMPRESSED_BYTES) return undefined;
    try {
      return pointOf(ProjectivePoint.fromHex(bytes));
    } catch {
      return undefined;
    }
  },
  mulG: (scalar) => pointOf(ProjectivePoint.BASE.multiply(scalar)),
  mul: (point, scalar) => pointOf(projectiveOf(point).multiply(scalar)),
  sum(terms) {
    const total = terms.map(product).reduce((sum, one) => sum.add(one), ProjectivePoint.ZERO);
    return total.equals(ProjectivePoint.ZERO) ? undefined : pointOf(total);
  },
  sha256,
  prepare(point) {
    if (prepared.has(point)) return;
    prepared.add(point);
    secp256k1.utils.precompute(8, projectiveOf(point));
  },
};
