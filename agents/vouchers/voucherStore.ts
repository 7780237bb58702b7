// SPDX-License-Identifier: GPL-3.0-or-later
import { type Kysely, sql } from "kysely";
import type { Hex } from "viem";
import { amountToText, textToAmount } from "../kernel/store/amountText.ts";
import type { Store } from "../kernel/store/store.ts";
import { fromRow, type HeldVoucher, toRow, type VoucherTables } from "./voucherTables.ts";

export type OfferedVoucher = Omit<HeldVoucher, "acceptedMs" | "unsettledSinceMs"> & {
  /** Settled on chain, in wei since the channel opened. */
  settled: bigint;
};

/** `cumulative`: of the voucher held now, in wei. `addedWei`: zero when the offered voucher changed nothing. */
export type Held = { cumulative: bigint; addedWei: bigint };

type Waiting = { offered: OfferedVoucher; done(held: Held): void; failed(error: unknown): void };

/**
 * The sequencer's memory: the highest voucher of each channel. Vouchers that come together share one transaction,
 * and so one sync of the disk.
 */
export function createVoucherStore(store: Store<VoucherTables>, nowMs: () => number) {
  let waiting: Waiting[] = [];
  let flushing = false;

  async function flush(): Promise<void> {
    if (flushing) return;
    flushing = true;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        const held = await store.transaction(async (trx) => {
          const results: Held[] = [];
          for (const { offered } of group) results.push(await keepHigher(trx, offered));
          return results;
        });
        for (const [index, { done }] of group.entries()) done(held[index]!);
      } catch (error) {
        for (const { failed } of group) failed(error);
      }
    }
    flushing = false;
  }

  /** Decides and writes in one statement, so that no other writer can come in between. */
  async function keepHigher(
    trx: Kysely<VoucherTables>,
    { settled, ...offered }: OfferedVoucher,
  ): Promise<Held> {
    const acceptedMs = nowMs();
    const row = toRow({ ...offered, acceptedMs, unsettledSinceMs: acceptedMs });
    const { rows } = await upsert(row, settled).execute(trx);
    const [kept] = rows;
    if (kept) {
      const cumulative = textToAmount(kept.cumulative);
      return { cumulative, addedWei: cumulative - textToAmount(kept.replaced) };
    }
    const held = await trx
      .selectFrom("voucher")
      .select("cumulative")
      .where("channel_id", "=", offered.channelId)
      .executeTakeFirstOrThrow();
    return { cumulative: textToAmount(held.cumulative), addedWei: 0n };
  }

  return {
    /** Keeps `offered` if higher than the voucher held. On disk when the promise resolves; rejects otherwise. */
    keep(offered: OfferedVoucher): Promise<Held> {
      return new Promise((done, failed) => {
        waiting.push({ offered, done, failed });
        void flush();
      });
    },

    async find(channelId: Hex): Promise<HeldVoucher | undefined> {
      const row = await store.db
        .selectFrom("voucher")
        .selectAll()
        .where("channel_id", "=", channelId)
        .executeTakeFirst();
      return row && fromRow(row);
    },

    /** The vouchers of channels that are not closed for good. */
    async live(): Promise<HeldVoucher[]> {
      const rows = await store.db.selectFrom("voucher").selectAll().where("retired", "=", 0).execute();
      return rows.map(fromRow);
    },

    /** Marks channels whose close is final, and whose vouchers can no longer be settled. */
    async retire(channelIds: readonly Hex[]): Promise<void> {
      for (const channelId of channelIds) {
        await store.db
          .updateTable("voucher")
          .set({ retired: 1 })
          .where("channel_id", "=", channelId)
          .execute();
      }
    },
  };
}

/**
 * Replaces a lower voucher by a higher one; at the same amount, by a voucher that can be ticked on from its root.
 * Plain SQL, since every voucher passes here: Kysely's builder takes 50 µs for the same statement, this text 18 µs.
 */
function upsert(row: VoucherTables["voucher"], settled: bigint) {
  return sql<{ cumulative: string; replaced: string }>`
    insert into voucher (channel_id, payer, payee, token, salt, session_key, cumulative, replaced, signature, accepted_ms,
      unsettled_since_ms, tick_root, tick_value, tick, tick_count, retired)
    values (${row.channel_id}, ${row.payer}, ${row.payee}, ${row.token}, ${row.salt}, ${row.session_key},
      ${row.cumulative}, ${row.replaced}, ${row.signature}, ${row.accepted_ms}, ${row.unsettled_since_ms},
      ${row.tick_root}, ${row.tick_value}, ${row.tick}, ${row.tick_count}, ${row.retired})
    on conflict (channel_id) do update set
      cumulative = excluded.cumulative, replaced = voucher.cumulative, signature = excluded.signature,
      accepted_ms = excluded.accepted_ms, unsettled_since_ms = case
        when voucher.cumulative > ${amountToText(settled)} then voucher.unsettled_since_ms else excluded.unsettled_since_ms end,
      tick_root = excluded.tick_root, tick_value = excluded.tick_value, tick = excluded.tick,
      tick_count = excluded.tick_count, retired = excluded.retired
    where excluded.cumulative > voucher.cumulative or (excluded.cumulative = voucher.cumulative
      and excluded.tick_count = 0 and voucher.tick_root is distinct from excluded.tick_root)
    returning cumulative, replaced`;
}

export type VoucherStore = ReturnType<typeof createVoucherStore>;
