// SPDX-License-Identifier: GPL-3.0-or-later
import { P } from "../../agents/splits/field.ts";
import type { Constraint, R1cs, Sum } from "../setup/r1cs.ts";

const value = (sum: Sum, witness: readonly bigint[]) =>
  sum.reduce((total, { wire, coefficient }) => total + coefficient * witness[wire]!, 0n) % P;

export function holds([a, b, c]: Constraint, witness: readonly bigint[]): boolean {
  return (value(a, witness) * value(b, witness) - value(c, witness)) % P === 0n;
}

export function satisfies({ constraints }: R1cs, witness: readonly bigint[]): boolean {
  return constraints.every((constraint) => holds(constraint, witness));
}

/** The wires that could each be raised by `delta` without breaking a constraint. */
export function unnoticed(
  { constraints, wireCount }: R1cs,
  witness: readonly bigint[],
  delta: bigint,
): number[] {
  const noticed = new Set<number>([0]);
  for (const [a, b, c] of constraints) {
    const values = [value(a, witness), value(b, witness), value(c, witness)] as const;
    const changes = new Map<number, [bigint, bigint, bigint]>();
    for (const [side, sum] of [a, b, c].entries()) {
      for (const { wire, coefficient } of sum) {
        const change = changes.get(wire) ?? [0n, 0n, 0n];
        change[side] = change[side]! + coefficient * delta;
        changes.set(wire, change);
      }
    }
    for (const [wire, [da, db, dc]] of changes) {
      if (((values[0] + da) * (values[1] + db) - values[2] - dc) % P !== 0n) noticed.add(wire);
    }
  }
  return Array.from({ length: wireCount }, (_, wire) => wire).filter((wire) => !noticed.has(wire));
}
