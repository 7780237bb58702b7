// SPDX-License-Identifier: GPL-3.0-or-later
import type { Kysely } from "kysely";
import type { Hex } from "viem";
import type { Store } from "../kernel/store/store.ts";
import { fromRow, type HeldVoucher, toRow, type VoucherTables } from "./voucherTables.ts";

export type OfferedVoucher = Omit<HeldVoucher, "acceptedMs" | "unsettledSinceMs"> & {
  /** What the chain has settled of the channel, in wei. */
  claimed: bigint;
};

/** `cumulative`: what is held now, in wei. `addedWei` is zero when the offered voucher changed nothing. */
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

  async function keepHigher(
    trx: Kysely<VoucherTables>,
    { claimed, ...offered }: OfferedVoucher,
  ): Promise<Held> {
    const { channelId, cumulative } = offered;
    const row = await trx
      .selectFrom("voucher")
      .selectAll()
      .where("channel_id", "=", channelId)
      .executeTakeFirst();
    const before = row && fromRow(row);
    if (before && !replaces(offered, before)) return { cumulative: before.cumulative, addedWei: 0n };
    const acceptedMs = nowMs();
    const waits = before !== undefined && before.cumulative > claimed;
    const kept = { ...offered, acceptedMs, unsettledSinceMs: waits ? before.unsettledSinceMs : acceptedMs };
    await trx.replaceInto("voucher").values(toRow(kept)).execute();
    return { cumulative, addedWei: cumulative - (before?.cumulative ?? 0n) };
  }

  return {
    /** Keeps `offered` if it is higher than what is held. It is on disk when this resolves; rejects otherwise. */
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

    /** Marks channels whose close is final: nothing of them can be settled any more. */
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

/** A higher one replaces a lower one; of two that owe the same, one that can be ticked on from the root. */
function replaces(offered: Pick<HeldVoucher, "cumulative" | "ticks">, before: HeldVoucher): boolean {
  if (offered.cumulative !== before.cumulative) return offered.cumulative > before.cumulative;
  return offered.ticks?.count === 0 && offered.ticks.tickRoot !== before.ticks?.tickRoot;
}

export type VoucherStore = ReturnType<typeof createVoucherStore>;
