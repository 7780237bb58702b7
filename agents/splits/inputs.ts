// SPDX-License-Identifier: GPL-3.0-or-later
import { mod } from "./field.ts";
import { type SegmentTree, SLOTS } from "./segment.ts";
import { ALL_BPS, type SplitTable, share, tableHash, tableSignals } from "./table.ts";

/** The inputs of a circuit, by signal name. */
export type Signals = Record<string, bigint | bigint[]>;

export interface SettleInputs {
  /** See `challenge`. */
  challenge: bigint;
  /** The segment under oldRoot. */
  before: SegmentTree;
  /** The segment under newRoot. */
  after: SegmentTree;
}

/** The signals that prove a settlement. */
export function settleSignals({ challenge, before, after }: SettleInputs): Signals {
  const [oldLeaf, newLeaf] = [before.leaves, after.leaves];
  let fingerprint = 0n;
  for (let slot = SLOTS - 1; slot >= 0; slot--) {
    fingerprint = mod((fingerprint + newLeaf[slot]! - oldLeaf[slot]!) * challenge);
  }
  return { challenge, fingerprint, oldRoot: before.root, newRoot: after.root, oldLeaf, newLeaf };
}

const SPLIT_BITS = 192n;

export interface ClaimInputs {
  /** The split's number with its scope, see `splitScope`. */
  split: bigint;
  /** The split's segment, under a root that the contract still takes. */
  segment: SegmentTree;
  table: SplitTable;
  /** The claimed row of the table, from 0. */
  position: number;
}

/** The signals that prove the entitlement of a position of a table. Throws when the table has no such row. */
export function claimSignals({ split, segment, table, position }: ClaimInputs): Signals {
  const row = table[position];
  if (!row)
    throw new Error(`the split has no position ${position}: its table has ${table.length} rows, from 0`);
  if (split < 0n || split >> SPLIT_BITS)
    throw new Error(`${split} is not the number of a split: see splitScope`);
  const slot = Number(split % BigInt(SLOTS));
  const revenue = segment.leaf(slot);
  return {
    root: segment.root,
    split,
    tableHash: tableHash(table),
    position: BigInt(position),
    recipient: BigInt(row.recipient),
    entitlement: share(revenue, row.bps),
    ...segment.path(slot),
    ...tableSignals(table),
    remainder: (revenue * BigInt(row.bps)) % BigInt(ALL_BPS),
  };
}
