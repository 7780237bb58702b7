// SPDX-License-Identifier: GPL-3.0-or-later
import type { Migrations } from "../kernel/store/migrate.ts";
import { type VoucherTables, voucherMigrations } from "../vouchers/voucherTables.ts";

/** What a watchtower remembers: the highest voucher of each channel, and which channels are closing. */
export type WatchtowerTables = VoucherTables & {
  /** What the chain logged, as it was: a reorg deletes the rows of its blocks and nothing more. */
  close_log: {
    block: number;
    log_index: number;
    channel_id: string;
    event: "started" | "closed";
    /** Seconds; 0 for `closed`. */
    closes_at: number;
  };
};

/** What a later version appends to the vouchers' own is to be appended here at the end. */
export const watchtowerMigrations: Migrations<WatchtowerTables> = [
  ...voucherMigrations.slice(0, 2),
  `create table close_log (
     block bigint not null, log_index bigint not null, channel_id text not null,
     event text not null check (event in ('started', 'closed')), closes_at bigint not null,
     primary key (block, log_index))`,
  "create index close_log_channel on close_log (channel_id)",
];
