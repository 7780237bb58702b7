// SPDX-License-Identifier: GPL-3.0-or-later
import type { Kysely } from "kysely";
import { amountToText, textToAmount } from "../kernel/store/amountText.ts";
import type { OfferedVoucher } from "./voucherStore.ts";
import { signedCumulative, type VoucherTables } from "./voucherTables.ts";

// A payment adds its money once, whoever posts it again. A poster that names itself, such as a service that shares the sequencer
// with others, gets its first answer again when it repeats a payment; to everybody else the same payment adds nothing.

/** The posters remembered of one channel. A session key could make up names without end. */
const REMEMBERED = 16;

/** A payment, and who posted it. */
export type Payment = Pick<OfferedVoucher, "channelId" | "cumulative" | "ticks" | "postedBy">;

/** @returns What the same payment by the same poster added before, in wei. */
export async function readPosting(db: Kysely<VoucherTables>, payment: Payment): Promise<bigint | undefined> {
  if (payment.postedBy === undefined) return undefined;
  const row = await db
    .selectFrom("voucher_posting")
    .select("added")
    .where("channel_id", "=", payment.channelId)
    .where("posted_by", "=", payment.postedBy)
    .where("payment", "=", nameOf(payment))
    .executeTakeFirst();
  return row && textToAmount(row.added);
}

/** Remembers a payment and what it added, in place of the poster's last one. */
export async function recordPosting(
  db: Kysely<VoucherTables>,
  payment: Payment,
  addedWei: bigint,
  postedMs: number,
): Promise<void> {
  const { channelId: channel_id, postedBy: posted_by } = payment;
  if (posted_by === undefined) return;
  const said = { payment: nameOf(payment), added: amountToText(addedWei), posted_ms: postedMs };
  await db
    .insertInto("voucher_posting")
    .values({ channel_id, posted_by, ...said })
    .onConflict((conflict) => conflict.columns(["channel_id", "posted_by"]).doUpdateSet(said))
    .execute();
  const oldest = db
    .selectFrom("voucher_posting")
    .select("posted_ms")
    .where("channel_id", "=", channel_id)
    .orderBy("posted_ms", "desc")
    .limit(1)
    .offset(REMEMBERED - 1);
  await db
    .deleteFrom("voucher_posting")
    .where("channel_id", "=", channel_id)
    .where("posted_ms", "<", oldest)
    .execute();
}

/** Tells payments of a channel apart: two signatures over one voucher are one payment, a voucher and a tick never. */
function nameOf({ cumulative, ticks }: Payment): string {
  const signed = signedCumulative({ cumulative, ticks });
  return ticks ? `${signed} ${ticks.tickRoot} ${ticks.tickValue} ${ticks.count}` : String(signed);
}
