// SPDX-License-Identifier: MIT
// secp256k1 behind a few functions, so that a node can hand in native code where a page computes in JavaScript.
import type { Sha256 } from "./expand.ts";
import { numberOf, scalarBytes } from "./scalars.ts";

/** A point of the curve that is not at infinity: `04 ‖ x 32 ‖ y 32`, as SEC 1 writes it without compression. */
export type Point = Uint8Array & { readonly Point: unique symbol };
/** A point as contracts and typed data have it. */
export type Coordinates = { x: bigint; y: bigint };
/** `scalar` times `point`; the scalar from 0 to n − 1. */
export type Term = { point: Point; scalar: bigint };

export type Curve = {
  /** The point of 33 compressed bytes; undefined where the bytes are none. */
  decompress(bytes: Uint8Array): Point | undefined;
  /** `scalar` times the generator, for a secret scalar from 1 to n − 1. */
  mulG(scalar: bigint): Point;
  /** `scalar` times `point`, for a secret scalar from 1 to n − 1. */
  mul(point: Point, scalar: bigint): Point;
  /** The sum of all terms, in a time that may tell the scalars; undefined at infinity. */
  sum(terms: readonly Term[]): Point | undefined;
  sha256: Sha256;
  /** Makes later multiplications of this very object faster, at the cost of a few dozen, where that can be. */
  prepare?(point: Point): void;
};

/** The field's size. */
export const FIELD = 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2fn;
export const COMPRESSED_BYTES = 33;

/** The point at these coordinates; undefined where the coordinates are out of range, or not on the curve. */
export function pointAt({ x, y }: Coordinates): Point | undefined {
  if (x < 0n || x >= FIELD || y < 0n || y >= FIELD) return undefined;
  if ((y * y - x * x * x - 7n) % FIELD !== 0n) return undefined;
  const point = new Uint8Array(65);
  point[0] = 4;
  point.set(scalarBytes(x), 1);
  point.set(scalarBytes(y), 33);
  return point as Point;
}

export const coordinatesOf = (point: Point): Coordinates => ({
  x: numberOf(point.subarray(1, 33)),
  y: numberOf(point.subarray(33)),
});

/** The point in 33 bytes: the sign of y, and x. */
export function compress(point: Point): Uint8Array {
  const bytes = point.slice(0, COMPRESSED_BYTES);
  bytes[0] = 2 + (point[64]! & 1);
  return bytes;
}

/** The point with the other sign. */
export function negated(point: Point): Point {
  const bytes = point.slice();
  bytes.set(scalarBytes(FIELD - coordinatesOf(point).y), 33);
  return bytes as Point;
}

export const isSamePoint = (a: Point, b: Point): boolean => a.every((byte, at) => byte === b[at]);

export const GENERATOR = pointAt({
  x: 0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798n,
  y: 0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8n,
})!;
