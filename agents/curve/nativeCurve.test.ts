// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import fc from "fast-check";
import { test } from "vitest";
import { compress, GENERATOR, negated, type Point } from "../sdk/encryption/curve.ts";
import { nobleCurve } from "../sdk/encryption/nobleCurve.ts";
import { mod, ORDER, scalarBytes } from "../sdk/encryption/scalars.ts";
import { createNativeCurve } from "./nativeCurve.ts";

const native = createNativeCurve();
const scalar = fc.oneof(
  { weight: 4, arbitrary: fc.bigInt({ min: 1n, max: ORDER - 1n }) },
  fc.bigInt({ min: 1n, max: 300n }),
  fc.bigInt({ min: ORDER - 300n, max: ORDER - 1n }),
  // bytes of zeros within
  fc.nat(255).map((bit) => mod(1n << BigInt(bit))),
);

test("the native curve computes what the page's does; so does the page's with a table", () => {
  fc.assert(
    fc.property(scalar, scalar, scalar, (a, b, c) => {
      const point = nobleCurve.mulG(a);
      assert.deepEqual(native.mulG(a), point);
      assert.deepEqual(native.mul(point, b), nobleCurve.mul(point, b));
      const terms = [
        { point, scalar: b },
        { point: GENERATOR, scalar: c },
        { point: nobleCurve.mulG(c), scalar: 0n },
        { point: nobleCurve.mulG(b), scalar: 1n },
      ];
      assert.deepEqual(native.sum(terms), nobleCurve.sum(terms));
      assert.deepEqual(native.decompress(compress(point)), point);
    }),
    { numRuns: 60 },
  );
  const prepared = native.mulG(7n);
  nobleCurve.prepare!(prepared);
  fc.assert(
    fc.property(scalar, (factor) => {
      const product = native.mul(prepared, factor);
      assert.deepEqual(nobleCurve.mul(prepared, factor), product);
      for (const curve of [native, nobleCurve])
        assert.deepEqual(curve.sum([{ point: prepared, scalar: factor }]), product);
    }),
  );
});

test("a sum at infinity is none, however it comes about", () => {
  const point = native.mulG(5n);
  const sums: { point: Point; scalar: bigint }[][] = [
    [],
    [{ point, scalar: 0n }],
    [
      { point, scalar: 1n },
      { point: negated(point), scalar: 1n },
    ],
    [
      { point, scalar: 3n },
      { point: GENERATOR, scalar: ORDER - 15n },
    ],
  ];
  for (const curve of [native, nobleCurve])
    for (const terms of sums) assert.equal(curve.sum(terms), undefined);
});

test("bytes that are no compressed point are none to both", () => {
  const good = compress(native.mulG(9n));
  const bad = [
    ...[new Uint8Array(), new Uint8Array(33), good.subarray(1), Uint8Array.of(...good, 0), native.mulG(9n)],
    ...[0, 1, 4, 5, 6, 7, 255].map((sign) => good.with(0, sign)),
    Uint8Array.of(2, ...scalarBytes(5n)),
    Uint8Array.of(3, ...scalarBytes(2n ** 256n - 1n)),
  ];
  for (const curve of [native, nobleCurve])
    for (const bytes of bad) assert.equal(curve.decompress(bytes), undefined, String(bytes));
});
