// SPDX-License-Identifier: GPL-3.0-or-later
import type { Kysely } from "kysely";
import type { Address, Hex } from "viem";
import type { Migrations } from "../kernel/store/migrate.ts";
import type { Payee } from "../sdk/chain/payee.ts";
import type { ChannelKey } from "../sdk/channels/channel.ts";
import { postingMigrations, type VoucherTables, voucherMigrations } from "../vouchers/voucherTables.ts";
import { type OperationTables, operationMigrations } from "./interactions/tables.ts";
import { type PeriodTables, periodMigrations } from "./periods/periodTables.ts";

/** With the channels and streams that were opened, so that a payer finds its own without the logs of a chain's whole life. */
export type SequencerTables = VoucherTables &
  PeriodTables &
  OperationTables & {
    opening: {
      /** A channel's id, or the hash of a stream's key. */
      id: string;
      kind: "channel" | "stream";
      /** The payer, or the viewer. */
      owner: string;
      payee: string;
      token: string;
      /** Of a channel, else null. */
      salt: string | null;
      session_key: string | null;
      /** Of a stream, else null. */
      stream_id: string | null;
      block: number;
      /** The block in which the channel was closed or the stream cancelled; null before. */
      ended_block: number | null;
    };
  };

export const sequencerMigrations: Migrations<SequencerTables> = [
  ...voucherMigrations,
  ...postingMigrations,
  `create table opening (
     id text primary key, kind text not null, owner text not null, payee text not null, token text not null, salt text,
     session_key text, stream_id text, block bigint not null, ended_block bigint)`,
  "create index opening_owner on opening (kind, owner, id) where ended_block is null",
  "create index opening_block on opening (block)",
  "create index opening_ended on opening (ended_block) where ended_block is not null",
  ...periodMigrations,
  ...operationMigrations,
];

/** What a log says of one opening. */
export type Opening = { id: Hex; payee: Payee; token: Address; block: bigint } & (
  | { kind: "channel"; owner: Address; salt: bigint; sessionKey: Address }
  | { kind: "stream"; owner: Address; streamId: Hex }
);

/** Notes an opening. A stream whose key was used before is open again. */
export async function recordOpening(db: Kysely<SequencerTables>, opening: Opening): Promise<void> {
  const { id, kind, owner, payee, token, block } = opening;
  const row = {
    ...{ id, kind, payee, owner: lower(owner), token: lower(token), block: Number(block), ended_block: null },
    ...(opening.kind === "channel"
      ? { salt: opening.salt.toString(), session_key: lower(opening.sessionKey), stream_id: null }
      : { salt: null, session_key: null, stream_id: opening.streamId }),
  };
  await db
    .insertInto("opening")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ ended_block: null }))
    .execute();
}

export async function recordEnd(db: Kysely<SequencerTables>, id: Hex, block: bigint): Promise<void> {
  await db
    .updateTable("opening")
    .set({ ended_block: Number(block) })
    .where("id", "=", id)
    .execute();
}

/** Forgets what was read from block `fromBlock` on. */
export async function forgetOpenings(db: Kysely<SequencerTables>, fromBlock: bigint): Promise<void> {
  const from = Number(fromBlock);
  await db.deleteFrom("opening").where("block", ">=", from).execute();
  await db.updateTable("opening").set({ ended_block: null }).where("ended_block", ">=", from).execute();
}

/** One page: what `owner` opened and nobody ended, in order of ids. */
export type PageOf = {
  kind: "channel" | "stream";
  owner: Address;
  /** The last id of the page before. */
  after: Hex | undefined;
  limit: number;
};

export async function listOpenings(
  db: Kysely<SequencerTables>,
  { kind, owner, after = "0x", limit }: PageOf,
): Promise<SequencerTables["opening"][]> {
  return db
    .selectFrom("opening")
    .selectAll()
    .where("ended_block", "is", null)
    .where("kind", "=", kind)
    .where("owner", "=", owner)
    .where("id", ">", after)
    .orderBy("id")
    .limit(limit)
    .execute();
}

/** The key of a channel that was opened; undefined for an id that no opening has. */
export async function findChannelKey(
  db: Kysely<SequencerTables>,
  channelId: Hex,
): Promise<ChannelKey | undefined> {
  const row = await db
    .selectFrom("opening")
    .selectAll()
    .where("kind", "=", "channel")
    .where("id", "=", channelId)
    .executeTakeFirst();
  return (
    row && {
      payer: row.owner as Address,
      payee: row.payee as Payee,
      token: row.token as Address,
      salt: BigInt(row.salt as string),
      sessionKey: row.session_key as Address,
    }
  );
}

const lower = (address: Address) => address.toLowerCase();
