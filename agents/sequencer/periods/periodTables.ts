// SPDX-License-Identifier: GPL-3.0-or-later
import type { Migrations } from "../../kernel/store/migrate.ts";

/** What was charged for periods of metered works. */
export type PeriodTables = {
  /** A channel that asked for periods, and the sum of their prices. Never forgotten: a channel that is opened again after a reorg owes on. */
  period_account: { channel_id: string; payer: string; payee: string; charged: string };
  /** The periods whose receipts are good, each with the highest price that it was given at. */
  paid_period: { viewer: string; content_id: string; period: string; price: string; expires_at: number };
};

export const periodMigrations: Migrations<PeriodTables> = [
  "create table period_account (channel_id text primary key, payer text not null, payee text not null, charged text not null)",
  "create index period_account_payer on period_account (payer, payee)",
  `create table paid_period (
     viewer text not null, content_id text not null, period text not null, price text not null, expires_at bigint not null,
     primary key (viewer, content_id, period))`,
  "create index paid_period_expiry on paid_period (expires_at)",
];
