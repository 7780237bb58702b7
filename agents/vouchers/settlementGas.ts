// SPDX-License-Identifier: GPL-3.0-or-later
import { MAX_TRANSACTION_GAS } from "../kernel/tx/txErrors.ts";
import type { HeldVoucher } from "./voucherTables.ts";

type Rows = readonly Pick<HeldVoucher, "ticks">[];

/** The gas of a settlement without rows, payment included: a little above the measured figure, as all that follow. */
const BASE_GAS = 70_000n;
/** The gas of a row; a row with ticks has 45 bytes more. */
const ROW_GAS = 15_000n;
const TICK_ROW_GAS = 16_000n;
/** The gas of one hash of a tick. */
const TICK_GAS = 110n;

export const rowGas = ({ ticks }: Rows[number]): bigint =>
  ticks ? TICK_ROW_GAS + TICK_GAS * BigInt(ticks.count) : ROW_GAS;

/** The gas that a settlement of `vouchers` takes at most, where a row costs as much as on Ethereum. */
export const settlementGas = (vouchers: Rows): bigint =>
  vouchers.reduce((sum, voucher) => sum + rowGas(voucher), BASE_GAS);

/** The most gas that one settlement may take: what EIP-7825 allows, and half a block. */
export const gasBudget = (blockGasLimit: bigint): bigint =>
  blockGasLimit / 2n < MAX_TRANSACTION_GAS ? blockGasLimit / 2n : MAX_TRANSACTION_GAS;

/** Splits items into groups of at most `maxRows` and at most `maxGas`, in their order; a group has one item at least. */
export function groupsWithin<Item>(
  items: readonly Item[],
  voucherOf: (item: Item) => Rows[number],
  { maxRows, maxGas }: { maxRows: number; maxGas: bigint },
): Item[][] {
  const groups: Item[][] = [];
  let gas = 0n;
  for (const item of items) {
    const last = groups.at(-1);
    gas += rowGas(voucherOf(item));
    if (last && last.length < maxRows && gas <= maxGas) last.push(item);
    else {
      groups.push([item]);
      gas = BASE_GAS + rowGas(voucherOf(item));
    }
  }
  return groups;
}
