// SPDX-License-Identifier: GPL-3.0-or-later
import { P } from "../../agents/splits/field.ts";
import { lagrangeAt } from "./field.ts";
import type { R1cs, Sum } from "./r1cs.ts";

/** The polynomials of a circuit's wires, all evaluated at one point: index = wire. */
export interface QapAt {
  log2Size: number;
  a: bigint[];
  b: bigint[];
  c: bigint[];
  /** Coefficients of the quotient polynomial's basis; see below. */
  h: bigint[];
}

/**
 * Evaluates a circuit's polynomials at `x`, as snarkjs divides them: one point of the domain for each constraint,
 * one more for each public wire (so that no two public inputs can be traded for one another), and the quotient in
 * the odd Lagrange polynomials of the domain of twice the size.
 */
export function evaluateQap({ wireCount, publicCount, constraints }: R1cs, x: bigint): QapAt {
  const log2Size = Math.ceil(Math.log2(constraints.length + publicCount + 1));
  const lagrange = lagrangeAt(x, log2Size);
  const zeros = () => new Array<bigint>(wireCount).fill(0n);
  const [a, b, c] = [zeros(), zeros(), zeros()];
  const add = (to: bigint[], sum: Sum, weight: bigint) => {
    for (const { wire, coefficient } of sum) to[wire] = (to[wire]! + coefficient * weight) % P;
  };
  for (const [i, constraint] of constraints.entries()) {
    add(a, constraint[0], lagrange[i]!);
    add(b, constraint[1], lagrange[i]!);
    add(c, constraint[2], lagrange[i]!);
  }
  for (let wire = 0; wire <= publicCount; wire++) {
    a[wire] = (a[wire]! + lagrange[constraints.length + wire]!) % P;
  }
  const h = lagrangeAt(x, log2Size + 1).filter((_, i) => i % 2 === 1);
  return { log2Size, a, b, c, h };
}
