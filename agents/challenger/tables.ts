// SPDX-License-Identifier: GPL-3.0-or-later
import { type RequestTables, requestMigrations } from "../demands/followRequests.ts";
import { type InteractionTables, interactionMigrations } from "../interactions/logTables.ts";
import type { Migrations } from "../kernel/store/migrate.ts";

/** A challenger's memory. Addresses, ids, hashes and bytes are 0x hex. */
export type ChallengerTables = {
  /** The registries' logs, unchanged: a reorg deletes the rows of its blocks alone. */
  edge_log: {
    block: number;
    log_index: number;
    operator: string;
    event: "registered" | "updated" | "left";
    endpoint: string | null;
  };
  content_log: { block: number; log_index: number; content_id: string; leaf_count: number };
  progress: { id: 1; seed: string; round: number };
  evidence: {
    operator: string;
    content_id: string;
    chunk_index: number;
    generation: number;
    length: number;
    chunk_hash: string;
    receipt_signature: string;
    proof: string;
    /** The court's reason for a rejection. */
    rejected: string | null;
  };
  /** Chunks that an edge would not send, and how often in a row. */
  refusal: { operator: string; content_id: string; chunk_index: number; count: number };
  /** What edges promised to hold. */
  holding: {
    operator: string;
    content_id: string;
    generation: number;
    leaf_count: number;
    until: number;
    signature: string;
  };
} & RequestTables &
  InteractionTables;

export const challengerMigrations: Migrations<ChallengerTables> = [
  `create table edge_log (
     block bigint not null, log_index bigint not null, operator text not null,
     event text not null check (event in ('registered', 'updated', 'left')), endpoint text,
     primary key (block, log_index))`,
  `create table content_log (
     block bigint not null, log_index bigint not null, content_id text not null, leaf_count bigint not null,
     primary key (block, log_index))`,
  `create table progress (id integer primary key check (id = 1), seed text not null, round bigint not null)`,
  `create table evidence (
     operator text not null, content_id text not null, chunk_index bigint not null, generation bigint not null,
     length bigint not null, chunk_hash text not null, receipt_signature text not null, proof text not null,
     rejected text, primary key (operator, content_id, chunk_index))`,
  `create table refusal (
     operator text not null, content_id text not null, chunk_index bigint not null, count bigint not null,
     primary key (operator, content_id, chunk_index))`,
  `create table holding (
     operator text not null, content_id text not null, generation bigint not null, leaf_count bigint not null,
     until bigint not null, signature text not null, primary key (operator, content_id))`,
  ...requestMigrations,
  ...interactionMigrations,
];
