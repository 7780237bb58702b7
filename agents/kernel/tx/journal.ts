// SPDX-License-Identifier: GPL-3.0-or-later
import type { Kysely } from "kysely";
import type { Address, Hex } from "viem";
import { amountToText, textToAmount } from "../store/amountText.ts";
import type { KernelTables } from "../store/kernelTables.ts";
import type { Fees } from "./fees.ts";

/** A transaction as decided: what never changes when its fees do. */
export type JournalEntry = {
  nonce: number;
  label: string;
  to: Address;
  data: Hex;
  valueWei: bigint;
  gas: bigint;
};

/** One signed form of an entry. Any of them may be the one that is mined. */
export type Attempt = Fees & { hash: Hex; raw: Hex };

/** Rows kept after they are mined, to be sent again should a deep reorg drop them. */
const KEPT = 256;

/** The write-ahead journal of one account: on disk before anything leaves the process. */
export function openJournal(db: Kysely<KernelTables>, account: Address) {
  const rows = () => db.selectFrom("kernel_transaction").where("account", "=", account);

  return {
    /** Writes a new entry and its first signed form, together. */
    async add(entry: JournalEntry, attempt: Attempt, nowMs: number): Promise<void> {
      await db.transaction().execute(async (trx) => {
        await trx
          .insertInto("kernel_transaction")
          .values({
            account,
            nonce: entry.nonce,
            label: entry.label,
            to_address: entry.to,
            data: entry.data,
            value: amountToText(entry.valueWei),
            gas: amountToText(entry.gas),
            state: "open",
            created_ms: nowMs,
          })
          .execute();
        await trx
          .insertInto("kernel_attempt")
          .values(attemptRow(entry.nonce, 0, attempt, nowMs))
          .execute();
        await trx
          .deleteFrom("kernel_transaction")
          .where("account", "=", account)
          .where("nonce", "<", entry.nonce - KEPT)
          .execute();
      });
    },

    /** Writes a further signed form; `index` counts them from 0. */
    async addAttempt(nonce: number, index: number, attempt: Attempt, nowMs: number): Promise<void> {
      await db
        .insertInto("kernel_attempt")
        .values(attemptRow(nonce, index, attempt, nowMs))
        .execute();
    },

    /** Puts another transaction on a nonce that is not mined, and its signed form behind those of the one before. */
    async replace(entry: JournalEntry, index: number, attempt: Attempt, nowMs: number): Promise<void> {
      const { nonce, label, to, data, valueWei, gas } = entry;
      await db.transaction().execute(async (trx) => {
        await trx
          .updateTable("kernel_transaction")
          .set({ label, to_address: to, data, value: amountToText(valueWei), gas: amountToText(gas) })
          .where("account", "=", account)
          .where("nonce", "=", nonce)
          .execute();
        await trx
          .insertInto("kernel_attempt")
          .values(attemptRow(nonce, index, attempt, nowMs))
          .execute();
      });
    },

    /** Signed forms of one nonce, oldest first. */
    async attempts(nonce: number): Promise<Attempt[]> {
      const found = await db
        .selectFrom("kernel_attempt")
        .selectAll()
        .where("account", "=", account)
        .where("nonce", "=", nonce)
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
      await db
        .updateTable("kernel_transaction")
        .set({ state })
        .where("account", "=", account)
        .where("nonce", "=", nonce)
        .execute();
    },

    /** Opens again what was mined at `nonce` or above: a reorg dropped it, or the node has yet to see it. */
    async reopenFrom(nonce: number): Promise<void> {
      await db
        .updateTable("kernel_transaction")
        .set({ state: "open" })
        .where("account", "=", account)
        .where("nonce", ">=", nonce)
        .where("state", "=", "mined")
        .execute();
    },

    /** Takes back an entry that a node refused to take at all: its nonce is free again. */
    async remove(nonce: number): Promise<void> {
      await db
        .deleteFrom("kernel_transaction")
        .where("account", "=", account)
        .where("nonce", "=", nonce)
        .execute();
    },

    /** Entries without a known end, lowest nonce first. */
    async open(): Promise<JournalEntry[]> {
      const found = await rows().selectAll().where("state", "=", "open").orderBy("nonce").execute();
      return found.map((row) => ({
        nonce: row.nonce,
        label: row.label,
        to: row.to_address as Address,
        data: row.data as Hex,
        valueWei: textToAmount(row.value),
        gas: textToAmount(row.gas),
      }));
    },

    /** The highest nonce ever written, or undefined. */
    async lastNonce(): Promise<number | undefined> {
      const row = await rows().select("nonce").orderBy("nonce", "desc").executeTakeFirst();
      return row?.nonce;
    },
  };

  function attemptRow(nonce: number, index: number, attempt: Attempt, nowMs: number) {
    return {
      account,
      nonce,
      attempt: index,
      hash: attempt.hash,
      raw: attempt.raw,
      max_fee_per_gas: amountToText(attempt.maxFeePerGas),
      max_priority_fee_per_gas: amountToText(attempt.maxPriorityFeePerGas),
      created_ms: nowMs,
    };
  }
}

export type Journal = ReturnType<typeof openJournal>;
