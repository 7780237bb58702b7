// SPDX-License-Identifier: GPL-3.0-or-later
import type { Kysely } from "kysely";
import type { Hex } from "viem";
import { textToAmount } from "../kernel/store/amountText.ts";
import { groupWrites } from "../kernel/store/groupWrites.ts";
import type { Store } from "../kernel/store/store.ts";
import { type Payment, readPosting, recordPosting } from "./postings.ts";
import { findVoucher, replaceLower, replacing } from "./voucherQueries.ts";
import { fromRow, type HeldVoucher, toRow, type VoucherTables } from "./voucherTables.ts";

export type OfferedVoucher = Omit<HeldVoucher, "acceptedMs" | "unsettledSinceMs"> & {
  /** Settled on chain, in wei since the channel opened. */
  settled: bigint;
  /** The poster's name, where given: its repeat of this payment gets the first answer. */
  postedBy?: string | undefined;
};

/**
 * `cumulative`: of the voucher held now, in wei. `addedWei`: what the payment added to all that was accepted or settled before;
 * zero when the payment changed nothing. With `isRepeat`, the same payment was answered before.
 */
export type Held = { cumulative: bigint; addedWei: bigint; isRepeat?: true };

/**
 * The sequencer's memory: the highest voucher of each channel. Vouchers are written in groups: see {@link groupWrites}.
 *
 * @param onDamaged Called once for each channel whose row cannot be read.
 */
export function createVoucherStore(
  store: Store<VoucherTables>,
  nowMs: () => number,
  onDamaged: (channelId: string, error: unknown) => void = () => {},
) {
  const damaged = new Set<string>();
  const write = groupWrites(store);

  async function keepHigher(trx: Kysely<VoucherTables>, offer: OfferedVoucher): Promise<Held> {
    const { settled, postedBy: _, ...offered } = offer;
    const acceptedMs = nowMs();
    const row = toRow({ ...offered, acceptedMs, unsettledSinceMs: acceptedMs });
    const addedBefore = await readPosting(trx, offer);
    const [kept] = await replaceLower(trx, replacing(row, settled));
    if (kept && addedBefore !== undefined)
      return { cumulative: textToAmount(kept.cumulative), addedWei: addedBefore, isRepeat: true };
    if (kept) {
      const cumulative = textToAmount(kept.cumulative);
      const before = textToAmount(kept.replaced);
      // what the chain settled was accepted before, be it by another sequencer
      const addedWei = difference(cumulative, before > settled ? before : settled);
      await recordPosting(trx, offer, addedWei, acceptedMs);
      return { cumulative, addedWei };
    }
    const [held] = await findVoucher(trx, [offered.channelId]);
    const cumulative = textToAmount(held!.cumulative);
    if (addedBefore !== undefined) return { cumulative, addedWei: addedBefore, isRepeat: true };
    return { cumulative, addedWei: 0n };
  }

  return {
    /** Keeps `offered` if higher than the voucher held. On disk when the promise resolves; rejects otherwise. */
    keep: (offered: OfferedVoucher): Promise<Held> => write((trx) => keepHigher(trx, offered)),

    /** What this payment added when the same poster posted it before, in wei; undefined when another did, or nobody. */
    addedBefore: (payment: Payment): Promise<bigint | undefined> => readPosting(store.db, payment),

    async find(channelId: Hex): Promise<HeldVoucher | undefined> {
      const [row] = await findVoucher(store.db, [channelId]);
      return row && fromRow(row);
    },

    /** The vouchers of channels that are not closed for good. A row that cannot be read is told once, and left out. */
    async live(): Promise<HeldVoucher[]> {
      const rows = await store.db.selectFrom("voucher").selectAll().where("retired", "=", 0).execute();
      return rows.flatMap((row) => {
        try {
          return [fromRow(row)];
        } catch (error) {
          if (!damaged.has(row.channel_id)) onDamaged(row.channel_id, error);
          damaged.add(row.channel_id);
          return [];
        }
      });
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

const difference = (a: bigint, b: bigint) => (a > b ? a - b : 0n);

export type VoucherStore = ReturnType<typeof createVoucherStore>;
