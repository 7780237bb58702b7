// SPDX-License-Identifier: GPL-3.0-or-later
import type { Kysely } from "kysely";
import type { Address, Hex } from "viem";
import { amountToText, textToAmount } from "../../kernel/store/amountText.ts";
import { groupWrites } from "../../kernel/store/groupWrites.ts";
import type { Store } from "../../kernel/store/store.ts";
import type { PaidPeriod } from "../../sdk/access/paidPeriod.ts";
import type { Payee } from "../../sdk/chain/payee.ts";
import type { VoucherTables } from "../../vouchers/voucherTables.ts";
import type { PeriodTables } from "./periodTables.ts";
import { judgePeriod } from "./policy.ts";

type Tables = VoucherTables & PeriodTables;
type Db = Kysely<Tables>;

/** A period that a viewer asks for; addresses in lower case. */
export type AskedPeriod = {
  viewer: Address;
  contentId: Hex;
  period: bigint;
  priceWei: bigint;
  nowSec: number;
};
/** The same, charged to a channel. */
export type OfferedPeriod = AskedPeriod & {
  channelId: Hex;
  payee: Payee;
  /** Settled on chain, in wei since the channel opened: it was paid, be it to another sequencer. */
  settledWei: bigint;
  /** The end of a new receipt. */
  expiresAt: number;
};

export type NotPaid = { owedWei: bigint; paidWei: bigint };

/** The sequencer's memory of periods: what each payer was given, and what it was charged. */
export function createPeriodStore(store: Store<Tables>) {
  const write = groupWrites(store);

  async function give(db: Db, offered: OfferedPeriod): Promise<PaidPeriod | NotPaid> {
    const { channelId, viewer, contentId, period, priceWei, nowSec } = offered;
    await db.deleteFrom("paid_period").where("expires_at", "<=", nowSec).execute();
    const known = await readPeriod(db, offered);
    const { chargedWei, chargedHereWei, paidWei } = await readAccount(db, offered);
    const step = judgePeriod({ knownWei: known?.price, priceWei, chargedWei, paidWei });
    if (step === "not_paid") return { owedWei: chargedWei, paidWei };
    if (known && step.addWei === 0n) return known;

    const receipt = {
      ...{ viewer, contentId, period, price: priceWei },
      expiresAt: known?.expiresAt ?? offered.expiresAt,
    };
    const charged = amountToText(chargedHereWei + step.addWei);
    await db
      .insertInto("period_account")
      .values({ channel_id: channelId, payer: viewer, payee: offered.payee, charged })
      .onConflict((conflict) => conflict.column("channel_id").doUpdateSet({ charged }))
      .execute();
    const price = amountToText(priceWei);
    await db
      .insertInto("paid_period")
      .values({ ...placeOf(offered), price, expires_at: receipt.expiresAt })
      .onConflict((conflict) => conflict.columns(["viewer", "content_id", "period"]).doUpdateSet({ price }))
      .execute();
    return receipt;
  }

  return {
    /** The period as it was given before, at any price; undefined for a new one, or one whose receipt expired. */
    find: (asked: AskedPeriod): Promise<PaidPeriod | undefined> => readPeriod(store.db, asked),

    /** The prices of the periods that a channel was given, in wei. */
    async charged(channelId: Hex): Promise<bigint> {
      const row = await store.db
        .selectFrom("period_account")
        .select("charged")
        .where("channel_id", "=", channelId)
        .executeTakeFirst();
      return row ? textToAmount(row.charged) : 0n;
    },

    /** Gives a period, or says what is to be paid first. On disk when the promise resolves. */
    give: (offered: OfferedPeriod) => write((trx) => give(trx, offered)),
  };
}

export type PeriodStore = ReturnType<typeof createPeriodStore>;

const placeOf = ({ viewer, contentId, period }: AskedPeriod) => ({
  ...{ viewer, content_id: contentId, period: `${period}` },
});

async function readPeriod(db: Db, asked: AskedPeriod): Promise<PaidPeriod | undefined> {
  const { viewer, contentId, period, nowSec } = asked;
  const place = placeOf(asked);
  const row = await db
    .selectFrom("paid_period")
    .select(["price", "expires_at"])
    .where("viewer", "=", place.viewer)
    .where("content_id", "=", place.content_id)
    .where("period", "=", place.period)
    .where("expires_at", ">", nowSec)
    .executeTakeFirst();
  return (
    row && { viewer, contentId, period, price: textToAmount(row.price), expiresAt: Number(row.expires_at) }
  );
}

/** Over all channels of the payer with the payee: a new channel leaves no debt of an old one behind. */
async function readAccount(db: Db, { channelId, viewer, payee, settledWei }: OfferedPeriod) {
  const rows = await db
    .selectFrom("period_account")
    .select(["channel_id", "charged"])
    .where("payer", "=", viewer)
    .where("payee", "=", payee)
    .execute();
  const charged = new Map(rows.map((row) => [row.channel_id, textToAmount(row.charged)]));
  const vouchers = await db
    .selectFrom("voucher")
    .select(["channel_id", "cumulative"])
    .where("channel_id", "in", [...new Set([channelId, ...charged.keys()])])
    .execute();
  const accepted = new Map(vouchers.map((row) => [row.channel_id, textToAmount(row.cumulative)]));
  const here = accepted.get(channelId) ?? 0n;
  accepted.set(channelId, here > settledWei ? here : settledWei);
  return {
    chargedWei: sum(charged.values()),
    chargedHereWei: charged.get(channelId) ?? 0n,
    paidWei: sum(accepted.values()),
  };
}

const sum = (amounts: Iterable<bigint>) => [...amounts].reduce((total, wei) => total + wei, 0n);
