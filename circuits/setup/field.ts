// SPDX-License-Identifier: GPL-3.0-or-later
import { mod, P } from "../../agents/splits/field.ts";

/** P - 1 = 2^28 × an odd number, so there are domains of up to 2^28 points. */
const TWO_ADICITY = 28;
const NON_RESIDUE = 5n;

export function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let square = mod(base), rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % P;
    square = (square * square) % P;
  }
  return result;
}

export function inverse(value: bigint): bigint {
  return power(value, P - 2n);
}

function rootOfUnity(log2Size: number): bigint {
  return power(NON_RESIDUE, (P - 1n) >> BigInt(log2Size));
}

/** The values at `x` of the Lagrange polynomials of the domain of 2^`log2Size` roots of unity, in its order. */
export function lagrangeAt(x: bigint, log2Size: number): bigint[] {
  if (log2Size > TWO_ADICITY) throw new Error(`no domain of 2^${log2Size} points: the field ends at 2^28`);
  const size = 2 ** log2Size;
  const root = rootOfUnity(log2Size);
  const roots: bigint[] = [];
  const products = [1n];
  for (let i = 0, w = 1n; i < size; i++, w = (w * root) % P) {
    roots.push(w);
    products.push((products[i]! * mod(x - w)) % P);
  }

  // one inversion for all differences; x is secret and random, so none is zero
  const scale = (mod(power(x, BigInt(size)) - 1n) * inverse(BigInt(size))) % P;
  const values = new Array<bigint>(size);
  for (let i = size - 1, inverted = inverse(products[size]!); i >= 0; i--) {
    const invertedDifference = (inverted * products[i]!) % P;
    inverted = (inverted * mod(x - roots[i]!)) % P;
    values[i] = (((scale * roots[i]!) % P) * invertedDifference) % P;
  }
  return values;
}
