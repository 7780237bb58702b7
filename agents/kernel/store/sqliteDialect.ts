// SPDX-License-Identifier: GPL-3.0-or-later
import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import { isBusy } from "./storeErrors.ts";
import type { StoreFile } from "./storeFile.ts";

/** The longest wait for another program that writes to the file. */
const BUSY_MS = 5_000;
const BUSY_POLL_MS = 20;

export type SqliteDialectOptions = {
  file: DatabaseSync;
  watch: Pick<StoreFile, "stored" | "failed">;
  /** Runs before a query waits for the connection; throws where the wait would never end. */
  beforeWaiting(): void;
};

/** Kysely on Node's own SQLite: one file, one connection, one query or transaction at a time, in the order asked. */
export function sqliteDialect(options: SqliteDialectOptions): Dialect {
  return {
    createDriver: () => new OneConnectionDriver(options),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new QueueingAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}

/** Tells Kysely to queue nothing: Kysely's own queue stands before the driver, where `beforeWaiting` is never reached. */
class QueueingAdapter extends SqliteAdapter {
  override get supportsMultipleConnections() {
    return true;
  }
}

class OneConnectionDriver implements Driver {
  readonly #options: SqliteDialectOptions;
  readonly #connection: FileConnection;
  #lastTurn = Promise.resolve();
  #endTurn = () => {};

  constructor(options: SqliteDialectOptions) {
    this.#options = options;
    this.#connection = new FileConnection(options);
  }

  async init() {}

  async acquireConnection() {
    this.#options.beforeWaiting();
    const before = this.#lastTurn;
    let endTurn = () => {};
    this.#lastTurn = new Promise((done) => {
      endTurn = done;
    });
    await before;
    this.#endTurn = endTurn;
    return this.#connection;
  }

  async releaseConnection() {
    this.#endTurn();
  }

  /** Takes the write lock at once: a transaction that reads first and then writes cannot wait for another writer. */
  async beginTransaction() {
    await this.#connection.execute("begin immediate");
  }

  async commitTransaction() {
    await this.#connection.execute("commit");
  }

  /** SQLite has rolled back by itself after some errors, such as a full disk. */
  async rollbackTransaction() {
    if (this.#options.file.isTransaction) await this.#connection.execute("rollback");
  }

  async destroy() {
    if (this.#options.file.isOpen) this.#options.file.close();
  }
}

/** Statements after which the file is synced, where no transaction is open. */
const WRITES = /^\s*(insert|update|delete|create|drop|alter|commit)\b/i;

type Prepared = { statement: StatementSync; hasRows: boolean };

class FileConnection implements DatabaseConnection {
  readonly #options: SqliteDialectOptions;
  /** Prepared once: preparing costs more than running. A program has some dozens. */
  readonly #statements = new Map<string, Prepared>();

  constructor(options: SqliteDialectOptions) {
    this.#options = options;
  }

  executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    return this.execute<Row>(sql, parameters as SQLInputValue[]);
  }

  /** Waits by the clock, since SQLite's own busy timeout would block the whole process. */
  async execute<Row>(sql: string, parameters: SQLInputValue[] = []): Promise<QueryResult<Row>> {
    const { file, watch } = this.#options;
    const until = performance.now() + BUSY_MS;
    for (;;) {
      try {
        const result = this.#run<Row>(sql, parameters);
        if (WRITES.test(sql) && !file.isTransaction) watch.stored();
        return result;
      } catch (error) {
        if (!isBusy(error) || file.isTransaction || performance.now() > until) throw watch.failed(error);
      }
      await sleep(BUSY_POLL_MS);
    }
  }

  // biome-ignore lint/correctness/useYield: no caller streams
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error("the store does not stream; select in parts");
  }

  #run<Row>(sql: string, parameters: SQLInputValue[]): QueryResult<Row> {
    const { statement, hasRows } = this.#statement(sql);
    if (!hasRows) {
      const { changes } = statement.run(...parameters);
      return { rows: [], numAffectedRows: BigInt(changes) };
    }
    // SQLite's rows have no prototype, and would not equal plain objects
    return { rows: statement.all(...parameters).map((row) => ({ ...row }) as Row) };
  }

  #statement(sql: string): Prepared {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#options.file.prepare(sql);
    const prepared = { statement, hasRows: statement.columns().length > 0 };
    if (this.#statements.size >= 500) this.#statements.clear();
    this.#statements.set(sql, prepared);
    return prepared;
  }
}
