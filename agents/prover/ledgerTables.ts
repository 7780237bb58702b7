// SPDX-License-Identifier: GPL-3.0-or-later

/** A cache of the rollup's logs. */
export type LedgerTables = {
  link: { segment: number; batch: number; block: number; log_index: number; link: string };
  settled: { segment: number; batch: number; block: number };
};

/** Append only. */
export const ledgerMigrations: readonly string[] = [
  `create table link (segment integer not null, batch integer not null, block integer not null,
     log_index integer not null, link text not null, primary key (block, log_index));
   create index link_batch on link (segment, batch);
   create table settled (segment integer not null, batch integer not null, block integer not null,
     primary key (segment, batch));`,
];
