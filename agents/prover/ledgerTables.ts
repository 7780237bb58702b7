// SPDX-License-Identifier: GPL-3.0-or-later
import type { Migrations } from "../kernel/store/migrate.ts";

/** A cache of the rollup's logs. */
export type LedgerTables = {
  link: { segment: number; batch: number; block: number; log_index: number; link: string };
  settled: { segment: number; batch: number; block: number };
};

export const ledgerMigrations: Migrations<LedgerTables> = [
  `create table link (segment bigint not null, batch bigint not null, block bigint not null,
     log_index bigint not null, link text not null, primary key (block, log_index))`,
  "create index link_batch on link (segment, batch)",
  `create table settled (segment bigint not null, batch bigint not null, block bigint not null,
     primary key (segment, batch))`,
];
