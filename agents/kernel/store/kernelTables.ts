// SPDX-License-Identifier: GPL-3.0-or-later
import type { Migrations } from "./migrate.ts";

/** The kernel's own tables in a role's store. Block numbers and nonces are integers, amounts are texts. */
export type KernelTables = {
  kernel_chain: { id: 1; chain_id: number; genesis_hash: string };
  kernel_cursor: { name: string; next_block: number };
  kernel_block: {
    name: string;
    number: number;
    hash: string;
    /** The places of the logs that the block gave, while it is to be read again; else null. */
    logs_read: string | null;
    times_read_again: number;
  };
  kernel_transaction: {
    account: string;
    nonce: number;
    label: string;
    to_address: string;
    data: string;
    value: string;
    gas: string;
    /** `open` until a receipt (`mined`), or until another transaction took the nonce (`lost`). */
    state: "open" | "mined" | "lost";
    created_ms: number;
  };
  kernel_attempt: {
    account: string;
    nonce: number;
    /** Counts up from 0. */
    attempt: number;
    hash: string;
    raw: string;
    max_fee_per_gas: string;
    max_priority_fee_per_gas: string;
    created_ms: number;
  };
};

/** See {@link Migrations} for the types. */
export const kernelMigrations: Migrations = [
  "create table kernel_chain (id integer primary key check (id = 1), chain_id bigint not null, genesis_hash text not null)",
  "create table kernel_cursor (name text primary key, next_block bigint not null)",
  "create table kernel_block (name text not null, number bigint not null, hash text not null, primary key (name, number))",
  `create table kernel_transaction (
     account text not null, nonce bigint not null, label text not null, to_address text not null, data text not null,
     value text not null, gas text not null, state text not null check (state in ('open', 'mined', 'lost')),
     created_ms bigint not null, primary key (account, nonce))`,
  `create table kernel_attempt (
     account text not null, nonce bigint not null, attempt bigint not null, hash text not null, raw text not null,
     max_fee_per_gas text not null, max_priority_fee_per_gas text not null, created_ms bigint not null,
     primary key (account, nonce, attempt),
     foreign key (account, nonce) references kernel_transaction (account, nonce) on delete cascade)`,
  "alter table kernel_block add column logs_read text",
  "alter table kernel_block add column times_read_again bigint not null default 0",
];
