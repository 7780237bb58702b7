// SPDX-License-Identifier: GPL-3.0-or-later
import type { Kysely, Transaction } from "kysely";
import type { Passkey, SigninTables } from "./tables.ts";

export const MOST_PASSKEYS = 20;

export const passkeysOf = (db: Kysely<SigninTables>, account: string): Promise<Passkey[]> =>
  db.selectFrom("passkey").selectAll().where("account", "=", account).orderBy("added_ms").execute();

export const findPasskey = (db: Kysely<SigninTables>, id: string): Promise<Passkey | undefined> =>
  db.selectFrom("passkey").selectAll().where("id", "=", id).executeTakeFirst();

/** False for a passkey that is there already, be it another account's. */
export async function addPasskey(trx: Transaction<SigninTables>, passkey: Passkey): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto("passkey")
    .values(passkey)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Notes a use. False when another use came first: a count that does not rise is a copy's, but of keys that never count. */
export async function countUse(
  trx: Transaction<SigninTables>,
  { id, counter }: Passkey,
  newCounter: number,
  nowMs: number,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable("passkey")
    .set({ counter: newCounter, used_ms: nowMs })
    .where("id", "=", id)
    .where("counter", "=", counter)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
