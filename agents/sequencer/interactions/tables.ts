// SPDX-License-Identifier: GPL-3.0-or-later
import { type InteractionTables, interactionMigrations } from "../../interactions/logTables.ts";
import type { Migrations } from "../../kernel/store/migrate.ts";

/** Operations that were accepted, in order, until what they do is final. */
export type OperationTables = InteractionTables & {
  accepted_operation: {
    place: number;
    operation: string;
    word: string;
    signature: string;
    accepted_ms: number;
    /** The block in which it had no effect any more, as after it was posted; null while it waits. */
    spent_block: number | null;
  };
  /** The texts of comments that were accepted here, by their hashes. */
  comment_text: { hash: string; text: string };
};

export const operationMigrations: Migrations<OperationTables> = [
  ...interactionMigrations,
  `create table accepted_operation (
     place bigint primary key, operation text not null, word text not null, signature text not null,
     accepted_ms bigint not null, spent_block bigint)`,
  `create table comment_text (hash text primary key, text text not null)`,
];
