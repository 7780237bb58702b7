// SPDX-License-Identifier: GPL-3.0-or-later
import type { Kysely } from "kysely";
import type { Address, Hex } from "viem";
import { TryAgainError } from "../../kernel/process/errors.ts";
import { groupWrites } from "../../kernel/store/groupWrites.ts";
import type { Migrations } from "../../kernel/store/migrate.ts";
import type { Store } from "../../kernel/store/store.ts";

/** The requests that were answered, until their deadlines. */
export type NonceTables = { answered_nonce: { name: string; deadline: number } };

export const nonceMigrations: Migrations<NonceTables> = [
  "create table answered_nonce (name text primary key, deadline bigint not null)",
  "create index answered_nonce_deadline on answered_nonce (deadline)",
];

/** About 100 MB; five minutes of 3,000 answers a second. */
const MOST = 1_000_000;
const SWEEP_EVERY_SEC = 10;

export type NonceUse = { viewer: Address; nonce: Hex; deadline: number };

/** The nonces that were used, by viewer: a request is answered once, also after a restart. After its deadline no request is good anyway. */
export async function openNonces(store: Store<NonceTables>, nowSec: () => number, most = MOST) {
  const write = groupWrites(store);
  const rows = await store.db
    .selectFrom("answered_nonce")
    .selectAll()
    .where("deadline", ">=", nowSec())
    .execute();
  const used = new Map(rows.map(({ name, deadline }) => [name, Number(deadline)]));
  let sweptSec = nowSec();

  function sweep(): void {
    const now = nowSec();
    if (now - sweptSec < SWEEP_EVERY_SEC) return;
    sweptSec = now;
    for (const [name, deadline] of used) if (deadline < now) used.delete(name);
  }

  async function keep(trx: Kysely<NonceTables>, name: string, deadline: number): Promise<void> {
    await trx.deleteFrom("answered_nonce").where("deadline", "<", sweptSec).execute();
    await trx
      .insertInto("answered_nonce")
      .values({ name, deadline })
      .onConflict((conflict) => conflict.column("name").doNothing())
      .execute();
  }

  return {
    /** Takes a nonce for one answer; false when it was taken before. Throws a TryAgainError when too many are remembered. */
    take({ viewer, nonce, deadline }: NonceUse): boolean {
      sweep();
      const name = nameOf(viewer, nonce);
      if (used.has(name)) return false;
      if (used.size >= most) throw new TryAgainError("This node answers too many requests just now.");
      used.set(name, deadline);
      return true;
    },
    /** Gives a nonce back whose request was not answered. */
    release: ({ viewer, nonce }: NonceUse): boolean => used.delete(nameOf(viewer, nonce)),
    /** Puts a taken nonce on disk: before the answer leaves. */
    keep: ({ viewer, nonce, deadline }: NonceUse): Promise<void> =>
      write((trx) => keep(trx, nameOf(viewer, nonce), deadline)),
  };
}

export type Nonces = Awaited<ReturnType<typeof openNonces>>;

const nameOf = (viewer: Address, nonce: Hex) => `${viewer}${nonce.slice(2)}`.toLowerCase();
