// SPDX-License-Identifier: GPL-3.0-or-later
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient, sql } from "kysely";
import { Client, Pool, type PoolClient, types } from "pg";
import { UserError } from "../process/errors.ts";
import { type KernelTables, kernelMigrations } from "./kernelTables.ts";
import { type Migrations, migrate } from "./migrate.ts";
import { postgresFault, whereOf } from "./postgresErrors.ts";
import type { Store } from "./store.ts";

const CONNECTIONS = 8;
const CONNECT_MS = 5_000;
const QUERY_MS = 15_000;
/** The type of PostgreSQL for block numbers, times and counts. */
const INT8 = 20;

/**
 * A role's memory in PostgreSQL: a schema of the role's own, and one process at a time, by a lock of the database. A write is on
 * the database's disk when its promise resolves.
 *
 * @param onFault Called with the first error of a row, and with undefined when the database answers again.
 */
export async function openPostgresStore<Tables>(
  url: string,
  role: string,
  migrations: Migrations<Tables>,
  onFault: (fault: UserError | undefined) => void = () => {},
): Promise<Store<Tables>> {
  const where = whereOf(url);
  const schema = `tributary_${role}`;
  let fault: UserError | undefined;
  let breakWith: (fault: UserError) => void = () => {};
  const broken = new Promise<UserError>((resolve) => {
    breakWith = resolve;
  });

  function change(next: UserError | undefined): void {
    if (fault?.message === next?.message) return;
    fault = next;
    onFault(next);
  }
  function failed(error: unknown): unknown {
    const told = postgresFault(error, where);
    if (told) change(told);
    return told ?? error;
  }

  const lock = await takeDatabaseLock(url, schema, where, breakWith);
  const pool = new Pool({
    ...{
      connectionString: url,
      max: CONNECTIONS,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: QUERY_MS,
    },
    options: `-c search_path=${schema}`,
    types: {
      getTypeParser: (oid: number, format?: "text" | "binary") =>
        oid === INT8 ? Number : types.getTypeParser(oid, format as "text"),
    } as never,
  });
  // an error of a connection is its next query's too
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: watched(pool, failed, () => change(undefined)) }),
  });
  try {
    await sql`create schema if not exists ${sql.id(schema)}`.execute(db);
    await migrate(db, where, { kernel: kernelMigrations, role: migrations });
  } catch (error) {
    await db.destroy();
    await lock.release();
    throw error;
  }

  return {
    db,
    kernel: db as unknown as Kysely<KernelTables>,
    transaction: (work) => db.transaction().execute(work),
    fault: () => fault,
    broken,
    async probe() {
      try {
        if (fault) await sql`select 1`.execute(db);
        await lock.hold();
      } catch {
        // told through `onFault`
      }
    },
    async close() {
      await db.destroy();
      await lock.release();
    },
  };
}

/** The pool with each error told to `failed`, and each answer to `passed`. */
function watched(pool: Pool, failed: (error: unknown) => unknown, passed: () => void): PostgresPool {
  // Kysely knows a connection by its object
  const known = new WeakMap<PoolClient, PostgresPoolClient>();
  const tell = async <Result>(work: Promise<Result>): Promise<Result> => {
    try {
      const result = await work;
      passed();
      return result;
    } catch (error) {
      throw failed(error);
    }
  };
  return {
    async connect() {
      const client = await tell(pool.connect());
      const wrapped = known.get(client) ?? {
        query: ((text: string, values: unknown[]) => tell(client.query(text, values))) as never,
        release: () => client.release(),
      };
      known.set(client, wrapped as PostgresPoolClient);
      return wrapped as PostgresPoolClient;
    },
    end: () => pool.end(),
    options: pool.options,
  } as PostgresPool;
}

/** A lock that the database keeps as long as its connection lives. `hold` takes it again after the database was away. */
async function takeDatabaseLock(
  url: string,
  name: string,
  where: string,
  breakWith: (fault: UserError) => void,
) {
  const inUse = new UserError(
    `Another process has the role's schema ${name} at ${where}.`,
    "Stop that process, or give this one another database.",
  );
  let client: Client | undefined;

  async function take(): Promise<boolean> {
    const next = new Client({
      connectionString: url,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: QUERY_MS,
    });
    const gone = () => {
      if (client === next) client = undefined;
    };
    next.on("error", gone);
    next.on("end", gone);
    try {
      await next.connect();
      const { rows } = await next.query("select pg_try_advisory_lock(hashtext($1)) as taken", [name]);
      client = next;
      return rows[0].taken as boolean;
    } catch (error) {
      await next.end().catch(() => {});
      throw postgresFault(error, where) ?? error;
    }
  }
  const release = async () => {
    const last = client;
    client = undefined;
    await last?.end().catch(() => {});
  };

  if (!(await take())) {
    await release();
    throw inUse;
  }
  return {
    release,
    async hold() {
      if (!client && !(await take())) breakWith(inUse);
    },
  };
}
