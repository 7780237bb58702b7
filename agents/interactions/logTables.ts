// SPDX-License-Identifier: GPL-3.0-or-later
import type { Migrations } from "../kernel/store/migrate.ts";

/**
 * The logs of the interactions' contracts, unchanged: a reorg deletes the rows of its blocks alone. `subject` is what the log is of: an actor, a
 * posting, a place of the queue, or an assertion; `args` is JSON, in which numbers beyond doubles are texts.
 */
export type InteractionTables = {
  interaction_log: { block: number; log_index: number; event: string; subject: string; args: string };
};

export const interactionMigrations: Migrations<InteractionTables> = [
  `create table interaction_log (
     block bigint not null, log_index bigint not null, event text not null, subject text not null, args text not null,
     primary key (block, log_index))`,
  `create index interaction_log_by_subject on interaction_log (event, subject)`,
];
