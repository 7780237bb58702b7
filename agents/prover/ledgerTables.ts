// SPDX-License-Identifier: GPL-3.0-or-later
import type { Migrations } from "../kernel/store/migrate.ts";

/** A cache of the rollup's logs. */
export type LedgerTables = {
  link: { segment: number; batch: number; block: number; log_index: number; entries: number; link: string };
  sealed: { segment: number; batch: number; block: number };
  settled: { segment: number; batch: number; block: number; beneficiary: string };
};

export const ledgerMigrations: Migrations<LedgerTables> = [
  `create table link (segment bigint not null, batch bigint not null, block bigint not null,
     log_index bigint not null, link text not null, primary key (block, log_index))`,
  "create index link_batch on link (segment, batch)",
  `create table settled (segment bigint not null, batch bigint not null, block bigint not null,
     primary key (segment, batch))`,
  // a cache: what has one more column is read from the chain anew, under another cursor
  "drop table link",
  "drop table settled",
  `create table link (segment bigint not null, batch bigint not null, block bigint not null,
     log_index bigint not null, entries bigint not null, link text not null, primary key (block, log_index))`,
  "create index link_batch on link (segment, batch)",
  `create table sealed (segment bigint not null, batch bigint not null, block bigint not null,
     primary key (segment, batch))`,
  `create table settled (segment bigint not null, batch bigint not null, block bigint not null,
     beneficiary text not null, primary key (segment, batch))`,
  "create index settled_block on settled (block)",
];
