// SPDX-License-Identifier: GPL-3.0-or-later
import type { Selectable } from "kysely";
import type { Migrations } from "../kernel/store/migrate.ts";

/** The service's memory. Accounts are addresses in mixed case; times are ms since the Unix epoch. */
export type SigninTables = {
  /** A browser of an account, by the browser's key, with its sign-in session. */
  device: {
    id: string;
    account: string;
    jkt: string;
    name: string;
    /** A factor was proved here, or there was none to prove. */
    is_known: 0 | 1;
    first_ms: number;
    seen_ms: number;
    /** The network address that signed in or refreshed last. */
    address: string;
    /** Null once signed out. */
    session_id: string | null;
    /** What stays the same in the refresh tokens of a session, and what changes; as hashes. */
    family_hash: string;
    refresh_hash: string;
    signed_in_ms: number;
    factor_ms: number | null;
    /** What was proved in the session, separated by spaces. */
    methods: string;
    expires_ms: number;
  };
  passkey: {
    id: string;
    account: string;
    public_key: string;
    counter: number;
    transports: string;
    name: string;
    is_synced: 0 | 1;
    added_ms: number;
    used_ms: number | null;
  };
  totp: { account: string; sealed: string; last_step: number; is_confirmed: 0 | 1; added_ms: number };
  recovery_code: { account: string; hash: string; used_ms: number | null };
  /** Wrong codes since the last right one. */
  code_tries: { account: string; count: number; locked_until_ms: number };
  audit: {
    account: string;
    at_ms: number;
    id: string;
    act: string;
    device: string;
    address: string;
    detail: string;
  };
};

export type Device = Selectable<SigninTables["device"]>;
export type Passkey = Selectable<SigninTables["passkey"]>;

export const signinMigrations: Migrations<SigninTables> = [
  `create table device (
     id text primary key, account text not null, jkt text not null, name text not null,
     is_known integer not null check (is_known in (0, 1)), first_ms bigint not null, seen_ms bigint not null,
     address text not null, session_id text, family_hash text not null, refresh_hash text not null,
     signed_in_ms bigint not null, factor_ms bigint, methods text not null, expires_ms bigint not null,
     unique (account, jkt))`,
  `create table passkey (
     id text primary key, account text not null, public_key text not null, counter bigint not null,
     transports text not null, name text not null, is_synced integer not null check (is_synced in (0, 1)),
     added_ms bigint not null, used_ms bigint)`,
  "create index passkey_account on passkey (account)",
  `create table totp (
     account text primary key, sealed text not null, last_step bigint not null,
     is_confirmed integer not null check (is_confirmed in (0, 1)), added_ms bigint not null)`,
  "create table recovery_code (account text not null, hash text not null, used_ms bigint, primary key (account, hash))",
  "create table code_tries (account text primary key, count bigint not null, locked_until_ms bigint not null)",
  `create table audit (
     account text not null, at_ms bigint not null, id text not null, act text not null, device text not null,
     address text not null, detail text not null, primary key (account, at_ms, id))`,
];
