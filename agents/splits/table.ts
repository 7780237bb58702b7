// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, isAddress } from "viem";
import { poseidon } from "./poseidon.ts";

/** The most rows of a split's table, by the claim circuit. */
export const POSITIONS = 16;
/** The whole of a split's revenue, in basis points. */
export const ALL_BPS = 10_000;

export interface SplitRow {
  recipient: Address;
  /** Share of the split's revenue, in basis points: 1 to 10,000. */
  bps: number;
}

/** The shares of a split's revenue: 1 to 16 rows, known on chain by {@link tableHash}. */
export type SplitTable = readonly SplitRow[];

/** Throws an Error that names the change to make, unless `table` can be registered and claimed from. */
export function checkTable(table: SplitTable): void {
  if (table.length === 0) throw new Error("a split needs at least one recipient: add a row");
  if (table.length > POSITIONS) {
    throw new Error(
      `a split has at most ${POSITIONS} recipients, not ${table.length}: let one be an account that forwards what it is paid`,
    );
  }
  for (const [position, { recipient, bps }] of table.entries()) {
    const row = `row ${position} of the split`;
    if (!isAddress(recipient, { strict: false })) throw new Error(`${row}: ${recipient} is not an address`);
    if (BigInt(recipient) === 0n)
      throw new Error(`${row}: the zero address cannot be paid, name a recipient`);
    if (!Number.isInteger(bps) || bps < 1 || bps > ALL_BPS) {
      throw new Error(`${row}: ${bps} bps is not a whole number from 1 to ${ALL_BPS}`);
    }
  }
  const sum = table.reduce((total, { bps }) => total + bps, 0);
  if (sum !== ALL_BPS) throw new Error(`the split's shares sum to ${sum} bps: make them sum to ${ALL_BPS}`);
}

/** The claim circuit's inputs for a table, filled up with empty rows. */
export function tableSignals(table: SplitTable): { recipients: bigint[]; bps: bigint[] } {
  checkTable(table);
  const fill = (values: bigint[]) => [...values, ...new Array<bigint>(POSITIONS - values.length).fill(0n)];
  return {
    recipients: fill(table.map(({ recipient }) => BigInt(recipient))),
    bps: fill(table.map(({ bps }) => BigInt(bps))),
  };
}

/** The table's hash on chain: Poseidon(Poseidon(recipients), Poseidon(bps)). */
export function tableHash(table: SplitTable): bigint {
  const { recipients, bps } = tableSignals(table);
  return poseidon([poseidon(recipients), poseidon(bps)]);
}

/** The share of `bps` in `revenue` wei, in wei, rounded down. */
export function share(revenue: bigint, bps: number): bigint {
  return (revenue * BigInt(bps)) / BigInt(ALL_BPS);
}
