// SPDX-License-Identifier: GPL-3.0-or-later
import { AsyncLocalStorage } from "node:async_hooks";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Kysely, sql, type Transaction } from "kysely";
import { makeDirectory } from "../process/directory.ts";
import { takeLock } from "../process/lock.ts";
import { type KernelTables, kernelMigrations } from "./kernelTables.ts";
import { type Migrations, migrate } from "./migrate.ts";
import { sqliteDialect } from "./sqliteDialect.ts";
import { damagedStore, storeError } from "./storeErrors.ts";

/** A role's memory: one SQLite file, one process, one connection. A write is on disk when its promise resolves. */
export type Store<Tables = unknown> = {
  /** The role's own tables. */
  db: Kysely<Tables>;
  /** The kernel's tables, in the same file. */
  kernel: Kysely<KernelTables>;
  /**
   * Runs `work` in a transaction, all or nothing. Inside, use the handed transaction only: the store has one connection,
   * so `db` would wait for ever, and throws instead. Network calls inside would hold up every other query.
   */
  transaction<Result>(work: (trx: Transaction<Tables>) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
};

/** The part of a store that the kernel's modules use. */
export type KernelStore = Pick<Store, "kernel">;

/**
 * Opens or creates the file at `path`. Throws a UserError when another process uses the file, when the file is damaged,
 * or when another version of this program wrote it.
 */
export async function openStore<Tables>(
  path: string,
  migrations: Migrations<Tables>,
): Promise<Store<Tables>> {
  makeDirectory(dirname(path));
  const lock = takeLock(`${path}.lock`);
  const inside = new AsyncLocalStorage<true>();
  let db: Kysely<Tables> | undefined;
  try {
    db = new Kysely<Tables>({
      dialect: sqliteDialect({
        file: openFile(path),
        path,
        beforeWaiting() {
          if (inside.getStore())
            throw new Error("inside a transaction, use the handed transaction instead of the store");
        },
      }),
    });
    await prepare(db, path);
    await migrate(db, path, { kernel: kernelMigrations, role: migrations });
  } catch (error) {
    await db?.destroy();
    lock.release();
    throw error;
  }

  const opened = db;
  return {
    db: opened,
    kernel: opened as unknown as Kysely<KernelTables>,
    transaction: (work) => opened.transaction().execute((trx) => inside.run(true, () => work(trx))),
    async close() {
      await opened.destroy();
      lock.release();
    },
  };
}

function openFile(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path);
  } catch (error) {
    throw storeError(error, path);
  }
}

async function prepare<Tables>(db: Kysely<Tables>, path: string): Promise<void> {
  const pragma = (text: string) => sql.raw<Record<string, string>>(`pragma ${text}`).execute(db);
  await pragma("journal_mode = wal");
  await pragma("synchronous = full");
  await pragma("foreign_keys = on");
  // now, rather than in the middle of a promise
  const [found] = (await pragma("quick_check(1)")).rows;
  const [how] = Object.values(found ?? {});
  if (how !== "ok") throw damagedStore(path, String(how).split("\n").at(-1)!);
}
