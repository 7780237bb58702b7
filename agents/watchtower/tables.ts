// SPDX-License-Identifier: GPL-3.0-or-later
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

/** Append only; so what the sequencer appends to its own is to be appended here too. */
export const watchtowerMigrations: readonly string[] = [
  ...voucherMigrations.slice(0, 1),
  `create table close_log (
     block integer not null, log_index integer not null, channel_id text not null,
     event text not null check (event in ('started', 'closed')), closes_at integer not null,
     primary key (block, log_index));
   create index close_log_channel on close_log (channel_id);`,
  ...voucherMigrations.slice(1, 2),
];
