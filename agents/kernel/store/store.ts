// SPDX-License-Identifier: GPL-3.0-or-later
import { AsyncLocalStorage } from "node:async_hooks";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Kysely, sql, type Transaction } from "kysely";
import { makeDirectory } from "../process/directory.ts";
import { UserError } from "../process/errors.ts";
import { takeLock } from "../process/lock.ts";
import { type KernelTables, kernelMigrations } from "./kernelTables.ts";
import { type Migrations, migrate } from "./migrate.ts";
import { sqliteDialect } from "./sqliteDialect.ts";
import { damagedStore, storeError } from "./storeErrors.ts";
import { watchStoreFile } from "./storeFile.ts";

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
  /** The fault that the last write met, such as a full disk; undefined while the file takes writes. */
  fault(): UserError | undefined;
  /** Looks whether the file is still there, and after a fault whether it takes writes again. Never rejects. */
  probe(): Promise<void>;
  /** Resolves once the file is gone or damaged. Nothing can be stored from then on. */
  broken: Promise<UserError>;
  close(): Promise<void>;
};

/** The part of a store that the kernel's modules use. */
export type KernelStore = Pick<Store, "kernel">;

/**
 * Opens or creates the file at `path`. Throws a UserError when another process uses the file, when the file is damaged,
 * or when another version of this program wrote it.
 *
 * @param onFault Called once for each fault of the open file, and with undefined when the file takes writes again.
 */
export async function openStore<Tables>(
  path: string,
  migrations: Migrations<Tables>,
  onFault: (fault: UserError | undefined) => void = () => {},
): Promise<Store<Tables>> {
  makeDirectory(dirname(path));
  const lock = takeLock(`${path}.lock`);
  const inside = new AsyncLocalStorage<true>();
  const watch = watchStoreFile(path, onFault);
  let db: Kysely<Tables> | undefined;
  try {
    db = new Kysely<Tables>({
      dialect: sqliteDialect({
        file: openFile(path),
        watch,
        beforeWaiting() {
          if (inside.getStore())
            throw new Error("inside a transaction, use the handed transaction instead of the store");
        },
      }),
    });
    await prepare(db, path);
    await requireNewForm(db, path);
    await migrate(db, path, { kernel: kernelMigrations, role: migrations });
    watch.opened();
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
    fault: watch.fault,
    broken: watch.broken,
    async probe() {
      try {
        // a write of the file's header, which changes nothing
        if (watch.fault()) await sql`pragma user_version = 0`.execute(opened);
        watch.stored();
      } catch {
        // told through `onFault`
      }
    },
    async close() {
      await opened.destroy();
      lock.release();
    },
  };
}

async function requireNewForm<Tables>(db: Kysely<Tables>, path: string): Promise<void> {
  const tables = await db.introspection.getTables();
  if (tables.every(({ name }) => name !== "migration")) return;
  throw new UserError(
    `${path} was written by an older version of this program, before amounts could be compared in the store.`,
    "Finish the open work with the older version, then give this one another --data-dir.",
  );
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
