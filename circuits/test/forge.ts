// SPDX-License-Identifier: GPL-3.0-or-later
import { mod, P } from "../../agents/splits/field.ts";
import { inverse } from "../setup/field.ts";
import type { Constraint, R1cs, Sum } from "../setup/r1cs.ts";
import { holds } from "./satisfies.ts";

/**
 * Tries to forge a witness for a weakened circuit out of an honest witness and a false one that the true circuit refuses.
 * Without a constraint, the differing wires fall into parts that no constraint links; each part without a broken
 * constraint is taken from the false witness, and the rest stays honest.
 */
export function forge(
  whole: R1cs,
  weakened: R1cs,
  good: readonly bigint[],
  bad: readonly bigint[],
): bigint[] {
  const tampered = mend(whole, weakened, bad);
  const parts = new Parts();
  const broken: number[] = [];
  for (const constraint of weakened.constraints) {
    const [first, ...rest] = wiresOf(constraint).filter((wire) => good[wire] !== tampered[wire]);
    if (first === undefined) continue;
    for (const wire of rest) parts.join(first, wire);
    if (!holds(constraint, tampered)) broken.push(first);
  }
  const honest = new Set(broken.map((wire) => parts.of(wire)));
  return good.map((value, wire) => (honest.has(parts.of(wire)) ? value : tampered[wire]!));
}

/** Makes broken sums hold by a wire that lost a constraint and stands in no other. */
function mend(whole: R1cs, weakened: R1cs, witness: readonly bigint[]): bigint[] {
  const mended = [...witness];
  const before = countUses(whole);
  const uses = countUses(weakened);
  for (const constraint of weakened.constraints) {
    const [a, b, c] = constraint;
    if (a.length > 0 || b.length > 0 || holds(constraint, mended)) continue;
    const free = c.find(({ wire }) => uses.get(wire) === 1 && before.get(wire)! > 1);
    if (!free) continue;
    const off = c.reduce((sum, { wire, coefficient }) => (sum + coefficient * mended[wire]!) % P, 0n);
    mended[free.wire] = mod(mended[free.wire]! - off * inverse(free.coefficient));
  }
  return mended;
}

function countUses({ constraints }: R1cs): Map<number, number> {
  const uses = new Map<number, number>();
  for (const wire of constraints.flatMap(wiresOf)) uses.set(wire, (uses.get(wire) ?? 0) + 1);
  return uses;
}

function wiresOf(constraint: Constraint): number[] {
  return [...new Set(constraint.flatMap((sum: Sum) => sum.map(({ wire }) => wire)))].filter(
    (wire) => wire > 0,
  );
}

/** Union-find. */
class Parts {
  readonly #parents = new Map<number, number>();

  of(wire: number): number {
    let at = wire;
    for (let parent = this.#parents.get(at); parent !== undefined; parent = this.#parents.get(at))
      at = parent;
    return at;
  }

  join(one: number, other: number): void {
    const [from, to] = [this.of(one), this.of(other)];
    if (from !== to) this.#parents.set(from, to);
  }
}
