// SPDX-License-Identifier: GPL-3.0-or-later
import { mod } from "../../agents/splits/field.ts";
import { poseidon } from "../../agents/splits/poseidon.ts";

// The plain twin of agents/splits, written to be read: computes the circuits' values at any size.

/** The hashes of each `arity` neighbours. */
function hashRows(arity: number, leaves: bigint[]): bigint[] {
  return Array.from({ length: arity }, (_, row) => poseidon(leaves.slice(row * arity, (row + 1) * arity)));
}

export function rootOf(arity: number, leaves: bigint[]): bigint {
  return poseidon(hashRows(arity, leaves));
}

/** Σ (newLeaf − oldLeaf) × x^(slot + 1). */
export function fingerprintOf(oldLeaf: bigint[], newLeaf: bigint[], x: bigint): bigint {
  let sum = 0n;
  let power = 1n;
  for (const [slot, leaf] of newLeaf.entries()) {
    power = mod(power * x);
    sum = mod(sum + (leaf - oldLeaf[slot]!) * power);
  }
  return sum;
}

export function settleTwin(arity: number, challenge: bigint, oldLeaf: bigint[], newLeaf: bigint[]) {
  return {
    challenge,
    fingerprint: fingerprintOf(oldLeaf, newLeaf, challenge),
    oldRoot: rootOf(arity, oldLeaf),
    newRoot: rootOf(arity, newLeaf),
    oldLeaf,
    newLeaf,
  };
}

export interface ClaimTwinParameters {
  arity: number;
  split: bigint;
  leaves: bigint[];
  recipients: bigint[];
  bps: bigint[];
  position: number;
}

export function claimTwin({ arity, split, leaves, recipients, bps, position }: ClaimTwinParameters) {
  const slot = Number(split % BigInt(arity * arity));
  const row = Math.floor(slot / arity);
  const product = leaves[slot]! * bps[position]!;
  return {
    root: rootOf(arity, leaves),
    split,
    tableHash: poseidon([poseidon(recipients.map(mod)), poseidon(bps.map(mod))]),
    position: BigInt(position),
    recipient: recipients[position]!,
    entitlement: product / 10_000n,
    nodes: hashRows(arity, leaves),
    leaves: leaves.slice(row * arity, (row + 1) * arity),
    recipients,
    bps: bps.map(mod),
    remainder: product % 10_000n,
  };
}
