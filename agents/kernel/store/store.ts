// SPDX-License-Identifier: GPL-3.0-or-later
import { AsyncLocalStorage } from "node:async_hooks";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { Kysely, SqliteDialect, type Transaction } from "kysely";
import Database from "libsql";
import { UserError } from "../process/errors.ts";
import { takeLock } from "../process/lock.ts";
import { type KernelTables, kernelMigrations } from "./kernelTables.ts";

/** A role's memory: one SQLite file, one process, one connection. What was written is on disk when the promise resolves. */
export type Store<Tables = unknown> = {
  /** The role's own tables. */
  db: Kysely<Tables>;
  /** The kernel's tables, in the same file. */
  kernel: Kysely<KernelTables>;
  /**
   * All or nothing. Inside, use the handed transaction only: there is one connection, and `db` would wait for ever,
   * so it throws instead. Keep network calls out, they would hold up everybody else.
   */
  transaction<Result>(work: (trx: Transaction<Tables>) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
};

/** The part of any role's store that the kernel's modules need. */
export type KernelStore = Pick<Store, "kernel">;

/**
 * Opens the file at `path`, or makes it. `migrations` are SQL scripts, numbered by their place; append, never edit.
 * Throws a UserError when another process has the file or when it was written by newer code.
 */
export async function openStore<Tables>(path: string, migrations: readonly string[]): Promise<Store<Tables>> {
  mkdirSync(dirname(path), { recursive: true });
  const lock = takeLock(`${path}.lock`);
  let file: Database.Database | undefined;
  try {
    file = new Database(path);
    file.exec("pragma journal_mode = wal");
    file.exec("pragma synchronous = full; pragma foreign_keys = on; pragma busy_timeout = 5000");
    file.exec(
      "create table if not exists migration (scope text, number integer, primary key (scope, number))",
    );
    migrate(file, path, "kernel", kernelMigrations);
    migrate(file, path, "role", migrations);
  } catch (error) {
    file?.close();
    lock.release();
    throw asUserError(error, path);
  }

  const inside = new AsyncLocalStorage<true>();
  const dialect = new SqliteDialect({ database: file });
  const createDriver = dialect.createDriver.bind(dialect);
  dialect.createDriver = () => {
    const driver = createDriver();
    const acquire = driver.acquireConnection.bind(driver);
    driver.acquireConnection = async () => {
      if (inside.getStore())
        throw new Error("inside a transaction, use the handed transaction instead of the store");
      return acquire();
    };
    return driver;
  };
  const db = new Kysely<Tables>({ dialect });

  return {
    db,
    kernel: db as unknown as Kysely<KernelTables>,
    transaction: (work) => db.transaction().execute((trx) => inside.run(true, () => work(trx))),
    async close() {
      await db.destroy();
      lock.release();
    },
  };
}

function migrate(file: Database.Database, path: string, scope: string, migrations: readonly string[]): void {
  const applied = file.prepare("select number from migration where scope = ?").all(scope).length;
  if (applied > migrations.length) {
    throw new UserError(
      `${path} was written by a newer version of this program (${scope} schema ${applied}, this one knows ${migrations.length}).`,
      "Run the newer version, or give this one a --data-dir of its own.",
    );
  }
  file.transaction(() => {
    for (const [index, script] of migrations.entries()) {
      if (index < applied) continue;
      file.exec(script);
      file.prepare("insert into migration (scope, number) values (?, ?)").run(scope, index + 1);
    }
  })();
}

function asUserError(error: unknown, path: string): unknown {
  if ((error as { code?: string }).code !== "SQLITE_NOTADB") return error;
  return new UserError(`${path} is not a database.`, "Move it away, or choose another --data-dir.", {
    cause: error,
  });
}
