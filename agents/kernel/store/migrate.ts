// SPDX-License-Identifier: GPL-3.0-or-later
import { type Kysely, sql } from "kysely";
import { UserError } from "../process/errors.ts";

/**
 * The SQL statements that make a schema, each numbered by its place. Append only: a released statement never changes.
 *
 * SQLite and PostgreSQL take the same text, with three types:
 * - `text` for names, 0x hex of bytes, and amounts (see amountText.ts);
 * - `bigint` for block numbers, nonces, times and counts, all below 2^53. A PostgreSQL driver must be told to give
 *   them as numbers (`pg`: `types.setTypeParser(20, Number)`);
 * - `integer` for flags and the key of a table of one row.
 *
 * `Tables` is the resulting schema.
 */
export type Migrations<Tables = unknown> = readonly string[] & { readonly tables?: Tables };

type MigrationTables = { store_migration: { scope: string; number: number } };

/** Brings the schema of every scope up to date, all or nothing. Throws a UserError when another version wrote the store. */
export async function migrate<Tables>(
  db: Kysely<Tables>,
  path: string,
  scopes: Record<string, Migrations>,
): Promise<void> {
  await db.transaction().execute(async (typed) => {
    const trx = typed as unknown as Kysely<MigrationTables>;
    await trx.schema
      .createTable("store_migration")
      .ifNotExists()
      .addColumn("scope", "text", (column) => column.notNull())
      .addColumn("number", "integer", (column) => column.notNull())
      .addPrimaryKeyConstraint("store_migration_key", ["scope", "number"])
      .execute();
    for (const [scope, statements] of Object.entries(scopes)) await bring(trx, path, scope, statements);
  });
}

async function bring(
  trx: Kysely<MigrationTables>,
  path: string,
  scope: string,
  statements: Migrations,
): Promise<void> {
  const rows = await trx.selectFrom("store_migration").select("number").where("scope", "=", scope).execute();
  const applied = rows.length;
  if (applied > statements.length) {
    throw new UserError(
      `${path} was written by a newer version of this program (${scope} schema ${applied}, this one knows ${statements.length}).`,
      "Run the newer version, or give this one another --data-dir.",
    );
  }
  for (const [index, statement] of statements.entries()) {
    if (index < applied) continue;
    // SQLite would run the first statement and drop the rest
    if (statement.includes(";")) throw new Error(`one statement a migration, without ";": ${statement}`);
    await sql.raw(statement).execute(trx);
    await trx
      .insertInto("store_migration")
      .values({ scope, number: index + 1 })
      .execute();
  }
}
