// SPDX-License-Identifier: GPL-3.0-or-later
import type { ExpressionBuilder, Kysely, Selectable } from "kysely";
import type { Address, Hex } from "viem";
import { amountToText, textToAmount } from "../store/amountText.ts";
import type { KernelTables } from "../store/kernelTables.ts";
import type { Fees } from "./fees.ts";

/** A transaction without its fees, which change. */
export type JournalEntry = {
  nonce: number;
  label: string;
  to: Address;
  data: Hex;
  valueWei: bigint;
  gas: bigint;
};

/** One signed form of a nonce. Any of the forms may be mined. */
export type Attempt = Fees & { hash: Hex; raw: Hex };

/** Rows kept after mining, to be sent again should a deep reorg drop their transactions. */
const KEPT = 256;

/** The write-ahead journal of one account: a transaction is on disk before it leaves the process. */
export function openJournal(db: Kysely<KernelTables>, account: Address) {
  type Rows = ExpressionBuilder<KernelTables, "kernel_transaction" | "kernel_attempt">;
  const at = (nonce: number) => (row: Rows) => row.and({ account, nonce });
  const setState = (state: "open" | "mined" | "lost") =>
    db.updateTable("kernel_transaction").set({ state }).where("account", "=", account);

  return {
    /** Writes a signed form and its transaction, which replaces any other on the nonce. */
    async write({ nonce, ...entry }: JournalEntry, attempt: Attempt, nowMs: number): Promise<void> {
      const decided = {
        label: entry.label,
        to_address: entry.to,
        data: entry.data,
        value: amountToText(entry.valueWei),
        gas: amountToText(entry.gas),
        state: "open" as const,
      };
      await db.transaction().execute(async (trx) => {
        await trx
          .insertInto("kernel_transaction")
          .values({ account, nonce, ...decided, created_ms: nowMs })
          .onConflict((conflict) => conflict.columns(["account", "nonce"]).doUpdateSet(decided))
          .execute();
        const last = await trx
          .selectFrom("kernel_attempt")
          .select("attempt")
          .where(at(nonce))
          .orderBy("attempt", "desc")
          .executeTakeFirst();
        await trx
          .insertInto("kernel_attempt")
          .values({
            account,
            nonce,
            attempt: last ? last.attempt + 1 : 0,
            hash: attempt.hash,
            raw: attempt.raw,
            max_fee_per_gas: amountToText(attempt.maxFeePerGas),
            max_priority_fee_per_gas: amountToText(attempt.maxPriorityFeePerGas),
            created_ms: nowMs,
          })
          .execute();
        await trx
          .deleteFrom("kernel_transaction")
          .where("account", "=", account)
          .where("nonce", "<", nonce - KEPT)
          .execute();
      });
    },

    /** Signed forms of one nonce, oldest first. */
    async attempts(nonce: number): Promise<Attempt[]> {
      const found = await db
        .selectFrom("kernel_attempt")
        .selectAll()
        .where(at(nonce))
        .orderBy("attempt")
        .execute();
      return found.map((row) => ({
        hash: row.hash as Hex,
        raw: row.raw as Hex,
        maxFeePerGas: textToAmount(row.max_fee_per_gas),
        maxPriorityFeePerGas: textToAmount(row.max_priority_fee_per_gas),
      }));
    },

    async close(nonce: number, state: "mined" | "lost"): Promise<void> {
      await setState(state).where("nonce", "=", nonce).execute();
    },

    /** Reopens the mined entries from `nonce` on: a reorg dropped them, or the node has yet to see them. */
    async reopenFrom(nonce: number): Promise<void> {
      await setState("open").where("nonce", ">=", nonce).where("state", "=", "mined").execute();
    },

    /** Removes an entry that no node has: its nonce is free again. */
    async remove(nonce: number): Promise<void> {
      await db.deleteFrom("kernel_transaction").where(at(nonce)).execute();
    },

    /** Whether the account ever sent a transaction from here. */
    async isEmpty(): Promise<boolean> {
      const row = await db
        .selectFrom("kernel_transaction")
        .select("nonce")
        .where("account", "=", account)
        .executeTakeFirst();
      return row === undefined;
    },

    /** The open entries, lowest nonce first. */
    async open(): Promise<JournalEntry[]> {
      const found = await db
        .selectFrom("kernel_transaction")
        .selectAll()
        .where("account", "=", account)
        .where("state", "=", "open")
        .orderBy("nonce")
        .execute();
      return found.map(entryOf);
    },
  };
}

const entryOf = (row: Selectable<KernelTables["kernel_transaction"]>): JournalEntry => ({
  nonce: row.nonce,
  label: row.label,
  to: row.to_address as Address,
  data: row.data as Hex,
  valueWei: textToAmount(row.value),
  gas: textToAmount(row.gas),
});
