// SPDX-License-Identifier: GPL-3.0-or-later
import type { Migrations } from "../kernel/store/migrate.ts";
import { type VoucherTables, voucherMigrations } from "../vouchers/voucherTables.ts";

/** A watchtower's memory: the highest voucher of each channel, and the closing channels. */
export type WatchtowerTables = VoucherTables & {
  /** The chain's logs, unchanged: a reorg deletes the rows of its blocks alone. */
  close_log: {
    block: number;
    log_index: number;
    channel_id: string;
    event: "started" | "closed";
    /** Seconds; 0 for `closed`. */
    closes_at: number;
  };
};

/** A migration appended to the vouchers' own list is appended here at the end too. */
export const watchtowerMigrations: Migrations<WatchtowerTables> = [
  ...voucherMigrations.slice(0, 2),
  `create table close_log (
     block bigint not null, log_index bigint not null, channel_id text not null,
     event text not null check (event in ('started', 'closed')), closes_at bigint not null,
     primary key (block, log_index))`,
  "create index close_log_channel on close_log (channel_id)",
];
