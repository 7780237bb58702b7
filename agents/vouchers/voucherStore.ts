// SPDX-License-Identifier: GPL-3.0-or-later
import type { ExpressionBuilder, Kysely } from "kysely";
import type { Hex } from "viem";
import { amountToText, textToAmount } from "../kernel/store/amountText.ts";
import type { Store } from "../kernel/store/store.ts";
import { fromRow, type HeldVoucher, toRow, type VoucherTables } from "./voucherTables.ts";

export type OfferedVoucher = Omit<HeldVoucher, "acceptedMs" | "unsettledSinceMs"> & {
  /** What the chain has settled of the channel, in wei. */
  claimed: bigint;
};

/** `cumulative`: what is held now, in wei. `addedWei` is zero when the offered voucher changed nothing. */
export type Held = { cumulative: bigint; addedWei: bigint };

/** What an upsert sees: the row that stands, and the one that was offered. */
type Conflict = VoucherTables & { excluded: VoucherTables["voucher"] };

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

  /** One statement decides and writes, so that no other writer can come in between. */
  async function keepHigher(
    trx: Kysely<VoucherTables>,
    { claimed, ...offered }: OfferedVoucher,
  ): Promise<Held> {
    const acceptedMs = nowMs();
    const row = toRow({ ...offered, acceptedMs, unsettledSinceMs: acceptedMs });
    const kept = await trx
      .insertInto("voucher")
      .values(row)
      .onConflict((conflict) =>
        conflict
          .column("channel_id")
          .doUpdateSet((eb) => ({
            ...row,
            replaced: eb.ref("voucher.cumulative"),
            unsettled_since_ms: eb
              .case()
              .when("voucher.cumulative", ">", amountToText(claimed))
              .then(eb.ref("voucher.unsettled_since_ms"))
              .else(eb.ref("excluded.unsettled_since_ms"))
              .end(),
          }))
          .where(replacesHeld),
      )
      .returning(["cumulative", "replaced"])
      .executeTakeFirst();
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

/** A higher voucher replaces a lower one; of two that owe the same, one that can be ticked on from the root. */
function replacesHeld(eb: ExpressionBuilder<Conflict, "voucher" | "excluded">) {
  const [held, offered] = [eb.ref("voucher.cumulative"), eb.ref("excluded.cumulative")];
  return eb.or([
    eb(offered, ">", held),
    eb.and([
      eb(offered, "=", held),
      eb("excluded.tick_count", "=", 0),
      eb("voucher.tick_root", "is distinct from", eb.ref("excluded.tick_root")),
    ]),
  ]);
}

export type VoucherStore = ReturnType<typeof createVoucherStore>;
