// SPDX-License-Identifier: GPL-3.0-or-later
import { mod, P } from "../../agents/splits/field.ts";
import type { Signals } from "../../agents/splits/inputs.ts";
import { inverse } from "../setup/field.ts";
import { claimTwin, fingerprintOf, rootOf, settleTwin } from "./twin.ts";

/** Inputs that a circuit must refuse, beside the honest inputs behind them. */
export interface Refusal {
  name: string;
  good: Signals;
  bad: Signals;
}

const raise = (values: bigint[], index: number, change: bigint) =>
  values.with(index, values[index]! + change);

/** The inputs that Settle(arity) must refuse. */
export function settleRefusals(arity: number): Refusal[] {
  const slots = arity * arity;
  const last = slots - 1;
  const x = 0x7e57n ** 15n;
  const before = Array.from({ length: slots }, (_, slot) => 1_000n + BigInt(slot));
  const credit = (leaves: bigint[]) => raise(raise(leaves, 1, 50n), last, 70n);
  const after = credit(before);
  const elsewhere = before.map((leaf) => leaf + 1n);
  const good = settleTwin(arity, x, before, after);
  /** The new leaves and their root, under the fingerprint of the sealed batch. */
  const moved = (newLeaf: bigint[]) => ({ newLeaf, newRoot: rootOf(arity, newLeaf) });

  const changes: Record<string, Partial<typeof good>> = {
    "the challenge changed": { challenge: good.challenge + 1n },
    "the fingerprint changed": { fingerprint: good.fingerprint + 1n },
    "the old root changed": { oldRoot: good.oldRoot + 1n },
    "the new root changed": { newRoot: good.newRoot + 1n },
    "an old leaf changed": { oldLeaf: raise(before, 0, 1n) },
    "a new leaf changed": { newLeaf: raise(after, 0, 1n) },
    "an entry dropped": moved(raise(after, 1, -50n)),
    "the last slot's entry dropped": moved(raise(after, last, -70n)),
    "an entry doubled": moved(raise(after, 1, 50n)),
    "an entry moved to another slot": moved(raise(raise(after, 1, -50n), 2, 50n)),
    "an entry moved to another segment": {
      ...settleTwin(arity, x, elsewhere, credit(elsewhere)),
      oldRoot: good.oldRoot,
    },
    "a leaf lowered": moved(raise(after, 0, -1n)),
    "revenue moved from one leaf to another": moved(raise(raise(after, 0, -1n), 1, 1n)),
    "call data other than what was sealed": {
      fingerprint: fingerprintOf(before, raise(before, 1, 120n), x),
    },
    "a credit that the new root lacks": {
      newLeaf: raise(after, 0, 9n),
      fingerprint: fingerprintOf(before, raise(after, 0, 9n), x),
    },
    "old leaves that the old root lacks": {
      oldLeaf: raise(before, 0, -9n),
      fingerprint: fingerprintOf(raise(before, 0, -9n), after, x),
    },
  };
  return Object.entries(changes).map(([name, change]) => ({ name, good, bad: { ...good, ...change } }));
}

/** The inputs that Claim(arity, positions) must refuse. */
export function claimRefusals(arity: number, positions: number): Refusal[] {
  const slots = arity * arity;
  const slot = 1;
  const fill = (values: bigint[]) => [...values, ...new Array<bigint>(positions - values.length).fill(0n)];
  const recipients = fill([0xa11cen, 0xb0bn]);
  const bps = fill([6_001n, 3_999n]);
  const split = (0x5c09en << 64n) | BigInt(7 * slots + slot);
  // a remainder of 5,000 at both positions: 10,000 more or less just miss the range
  const leaves = Array.from({ length: slots }, (_, i) => 10n ** 18n + 5_000n + BigInt(10_000 * (i - slot)));
  const honest = { arity, split, leaves, recipients, bps, position: 0 };
  const good = claimTwin(honest);
  const other = claimTwin({ ...honest, position: 1 });
  const raised = claimTwin({ ...honest, leaves: raise(leaves, slot, 10n ** 18n) });
  const shifted = claimTwin({ ...honest, bps: fill([7_001n, 2_999n]) });
  const stranger = recipients.with(0, 0xe71n);
  // revenue × 6,001 wraps around the field to a modest number
  const wrapping = mod((10n ** 30n * 10_000n + good.remainder) * inverse(6_001n));

  const changes: Record<string, Partial<typeof good>> = {
    "the root changed": { root: good.root + 1n },
    "the table's hash changed": { tableHash: good.tableHash + 1n },
    "the position changed": { position: 1n },
    "the recipient changed": { recipient: other.recipient },
    "the entitlement lowered": { entitlement: good.entitlement - 1n },
    "a share rounded up": { entitlement: good.entitlement + 1n },
    "another split of the row": { split: split - 1n },
    "another split of the column": { split: split + BigInt(arity) },
    "a split beyond 192 bits": { split: split + (1n << 192n) },
    "a neighbour's leaf changed": { leaves: raise(good.leaves, 0, 1n) },
    "a node of the path changed": { nodes: raise(good.nodes, 1, 1n) },
    "a wrong path": { nodes: good.nodes.toReversed() },
    "a raised leaf under the true root": { ...raised, root: good.root },
    "a leaf so large that the product wraps": {
      ...claimTwin({ ...honest, leaves: leaves.with(slot, wrapping) }),
      entitlement: 10n ** 30n,
      remainder: good.remainder,
    },
    "an entitlement so large that it wraps": {
      entitlement: mod((good.entitlement * 10_000n - 1n) * inverse(10_000n)),
      remainder: good.remainder + 1n,
    },
    "a remainder off by one": { remainder: good.remainder + 1n },
    "a remainder of 10,000 and more": {
      entitlement: good.entitlement - 1n,
      remainder: good.remainder + 10_000n,
    },
    "a field-negative remainder": {
      entitlement: good.entitlement + 1n,
      remainder: mod(good.remainder - 10_000n),
    },
    "bps that sum to 10,001": claimTwin({ ...honest, bps: fill([6_002n, 3_999n]) }),
    "one bps of 15,000 and a field-negative one": claimTwin({ ...honest, bps: fill([15_000n, -5_000n]) }),
    "a field-negative bps before one of 15,000": claimTwin({
      ...honest,
      bps: fill([-5_000n, 15_000n]),
      position: 1,
    }),
    "bps other than the table's": { ...shifted, tableHash: good.tableHash },
    "a recipient that the table lacks": { recipients: stranger, recipient: 0xe71n },
    "one share claimed under two positions": { position: 1n },
    "another position's share": { ...other, recipient: good.recipient },
    "a share at another's position": {
      ...other,
      entitlement: good.entitlement,
      remainder: good.remainder,
    },
    "a position that is not in the table": {
      position: BigInt(positions),
      recipient: 0n,
      entitlement: 0n,
      remainder: 0n,
    },
    "a field-huge position": { position: P - 1n, recipient: 0n, entitlement: 0n, remainder: 0n },
  };
  return Object.entries(changes).map(([name, change]) => ({ name, good, bad: { ...good, ...change } }));
}
