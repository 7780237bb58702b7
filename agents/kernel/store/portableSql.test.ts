// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "vitest";

const agents = fileURLToPath(new URL("../..", import.meta.url));

/** The users of SQLite itself: the store, and the lock, which uses a SQLite file as a lock and stores nothing. */
const SQLITE_ITSELF = /^kernel\/(store\/|process\/lock\.ts$)/;

/** SQL that PostgreSQL refuses, each with the replacement to write. */
const ONLY_SQLITE: [RegExp, string][] = [
  [/["']((node:)?sqlite|libsql|better-sqlite3)["']|\bSqliteDialect\b/, "use the store"],
  [/\bpragma\b/i, "belongs to the store"],
  [/\breplaceInto\b|\breplace into\b/i, "insertInto(…).onConflict(…)"],
  [/\.or(Ignore|Replace|Abort|Fail|Rollback)\(|\binsert or\b/i, "insertInto(…).onConflict(…)"],
  [/\b(onConflict\(\(?\w+\)? =>\s*\w+\s*\.doUpdateSet)/, "name the conflict's columns before doUpdateSet"],
  [/\browid\b|\bautoincrement\b|\bsqlite_\w+/i, "a key of the table's own"],
  [/\b(julianday|strftime|unixepoch|ifnull|group_concat|json_extract)\(/i, "work it out in TypeScript"],
];

/** The types that migrate.ts names. */
const COLUMN =
  /\b(blob|real|numeric|boolean|int|varchar|timestamp|jsonb?)\b(?=\s*(,|\)|not null|primary key|default))/i;

const files = globSync("**/*.ts", { cwd: agents, exclude: ["**/node_modules/**"] }).filter(
  (file) => !SQLITE_ITSELF.test(file),
);

test("no role speaks a word that only SQLite knows", () => {
  assert.ok(files.length > 100, `${files.length} files`);
  const found = files.flatMap((file) => {
    const text = readFileSync(`${agents}/${file}`, "utf8");
    return ONLY_SQLITE.filter(([word]) => word.test(text)).map(
      ([word, instead]) => `agents/${file}: ${word.exec(text)?.[0]} (${instead})`,
    );
  });
  assert.deepEqual(found, []);
});

test("tables use text, bigint for numbers, and integer for flags alone", () => {
  const texts = [...files, "kernel/store/kernelTables.ts"].map(
    (file) => [file, readFileSync(`${agents}/${file}`, "utf8")] as const,
  );
  const tables = texts.filter(([, text]) => /Migrations: Migrations(<\w+>)? = \[/.test(text));
  assert.ok(tables.length >= 5, `${tables.length} files`);
  for (const [file, text] of tables) {
    const statements = text.match(/create table [^`"]+/g) ?? [];
    assert.ok(statements.length > 0, file);
    for (const statement of statements) {
      assert.doesNotMatch(statement, COLUMN, file);
      for (const [, column] of statement.matchAll(/(\w+) integer\b/g))
        assert.match(statement, new RegExp(`\\b${column} (= 1|in \\(0, 1\\))`), `${file}: ${column}`);
    }
  }
});
