// SPDX-License-Identifier: MIT
import { emptyRow, type Row, type Table } from "./tables.ts";

/** Where the rows are kept: Ponder's database, or a map. */
export type Store = {
  find<table extends Table>(table: table, id: string): Promise<Row<table> | undefined>;
  save<table extends Table>(table: table, id: string, row: Row<table>): Promise<void>;
};

export const idOf = (...parts: readonly (string | bigint)[]) => parts.join(":").toLowerCase();

/** @returns The row, all zero if it was never written. */
export async function read<table extends Table>(store: Store, table: table, id: string): Promise<Row<table>> {
  return (await store.find(table, id.toLowerCase())) ?? emptyRow(table);
}

/** Writes the columns that `edit` makes of the row. */
export async function change<table extends Table>(
  store: Store,
  table: table,
  id: string,
  edit: (row: Row<table>) => Partial<Row<table>>,
): Promise<void> {
  const row = await read(store, table, id);
  await store.save(table, id.toLowerCase(), { ...row, ...edit(row) });
}
