// SPDX-License-Identifier: GPL-3.0-or-later
import { sql } from "kysely";
import { amountToText } from "../kernel/store/amountText.ts";
import { prepareQuery } from "../kernel/store/preparedQuery.ts";
import type { VoucherTables } from "./voucherTables.ts";

type Row = VoucherTables["voucher"];

/** The voucher of a channel; the parameter is the channel's id. */
export const findVoucher = prepareQuery<Row>((db) =>
  sql<Row>`select * from voucher where channel_id = ${""}`.compile(db),
);

/**
 * Replaces a lower voucher by a higher one; at the same amount, by a voucher that can be ticked on from its root. Decides and
 * writes in one statement, so that no other writer can come in between. Without a row, the voucher held stays.
 */
export const replaceLower = prepareQuery<Pick<Row, "cumulative" | "replaced">>((db) =>
  sql<Pick<Row, "cumulative" | "replaced">>`
    insert into voucher (channel_id, payer, payee, token, salt, session_key, cumulative, replaced, signature, accepted_ms,
      unsettled_since_ms, tick_root, tick_value, tick, tick_count, retired)
    values (${""}, ${""}, ${""}, ${""}, ${""}, ${""}, ${""}, ${""}, ${""}, ${""}, ${""}, ${""}, ${""}, ${""}, ${""}, ${""})
    on conflict (channel_id) do update set
      cumulative = excluded.cumulative, replaced = voucher.cumulative, signature = excluded.signature,
      accepted_ms = excluded.accepted_ms, unsettled_since_ms = case
        when voucher.cumulative > ${""} then voucher.unsettled_since_ms else excluded.unsettled_since_ms end,
      tick_root = excluded.tick_root, tick_value = excluded.tick_value, tick = excluded.tick,
      tick_count = excluded.tick_count, retired = excluded.retired
    where excluded.cumulative > voucher.cumulative or (excluded.cumulative = voucher.cumulative
      and excluded.tick_count = 0 and voucher.tick_root is distinct from excluded.tick_root)
    returning cumulative, replaced`.compile(db),
);

/** The parameters of {@link replaceLower}. @param settled Settled on chain, in wei since the channel opened. */
export const replacing = (row: Row, settled: bigint) => [
  row.channel_id,
  row.payer,
  row.payee,
  row.token,
  row.salt,
  row.session_key,
  row.cumulative,
  row.replaced,
  row.signature,
  row.accepted_ms,
  row.unsettled_since_ms,
  row.tick_root,
  row.tick_value,
  row.tick,
  row.tick_count,
  row.retired,
  amountToText(settled),
];
