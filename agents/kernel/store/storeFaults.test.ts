// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import {
  closeSync,
  copyFileSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { sql } from "kysely";
import { test } from "vitest";
import { describeError, isReported, TryAgainError, UserError } from "../process/errors.ts";
import { scratchDir } from "../testing/scratch.ts";
import { openStore, type Store } from "./store.ts";
import { storeError } from "./storeErrors.ts";

type Tables = { thing: { name: string } };
const MIGRATIONS = ["create table thing (name text primary key)"];

const put = ({ db }: Store<Tables>, name: string) => db.insertInto("thing").values({ name }).execute();

test("a write waits for another program that writes, and holds nothing else up", async (t) => {
  const path = `${scratchDir(t)}/store.db`;
  const store = await openStore<Tables>(path, MIGRATIONS);
  t.onTestFinished(() => store.close());
  const other = new DatabaseSync(path);
  t.onTestFinished(() => other.close());
  for (const write of [
    () => put(store, "alone"),
    () =>
      store.transaction(async (trx) => {
        await trx.selectFrom("thing").selectAll().execute();
        await trx.insertInto("thing").values({ name: "after a read" }).execute();
      }),
  ]) {
    const order: string[] = [];
    other.exec("begin immediate");
    // fires only while the wait leaves the process free
    setTimeout(() => {
      order.push("other");
      other.exec("commit");
    }, 100);
    await write();
    order.push("we");
    assert.deepEqual(order, ["other", "we"]);
  }
  assert.equal((await store.db.selectFrom("thing").selectAll().execute()).length, 2);
});

test("a wait that is too long is told, and may be tried again", (t) => {
  const path = `${scratchDir(t)}/store.db`;
  const [one, two] = [new DatabaseSync(path), new DatabaseSync(path)];
  t.onTestFinished(() => {
    for (const file of [one, two]) file.close();
  });
  one.exec("begin immediate");
  const error = storeError(
    thrownBy(() => two.exec("begin immediate")),
    path,
  );
  assert.ok(error instanceof TryAgainError);
  assert.match(describeError(error), /Another program is writing to .*store\.db/);
});

test("on a full disk the reason is told, nothing is half written, and work goes on once there is room", async (t) => {
  const path = `${scratchDir(t)}/store.db`;
  const store = await openStore<Tables>(path, MIGRATIONS);
  t.onTestFinished(() => store.close());
  const pages = (count: number) => sql.raw(`pragma max_page_count = ${count}`).execute(store.db);
  await pages(1);
  const full = store.transaction(async (trx) => {
    for (let n = 0; ; n++)
      await trx
        .insertInto("thing")
        .values({ name: `${n}`.padEnd(1_000) })
        .execute();
  });
  await assert.rejects(full, (error) => {
    assert.ok(error instanceof UserError);
    assert.equal(
      describeError(error),
      `The disk that holds ${path} is full. Free some space; stored data is kept.`,
    );
    return true;
  });
  assert.deepEqual(await store.db.selectFrom("thing").selectAll().execute(), []);
  await pages(1_000_000);
  await put(store, "room");
});

test("a full disk is reported once, and its end at the first look after there is room", async (t) => {
  const path = `${scratchDir(t)}/store.db`;
  const told: (string | undefined)[] = [];
  const store = await openStore<Tables>(path, MIGRATIONS, (fault) =>
    told.push(fault && describeError(fault)),
  );
  t.onTestFinished(() => store.close());
  const fill = () =>
    store.transaction(async (trx) => {
      for (let n = 0; n < 1_000; n++)
        await trx
          .insertInto("thing")
          .values({ name: `${n}`.padEnd(1_000) })
          .execute();
    });
  assert.equal(store.fault(), undefined);
  await sql`pragma max_page_count = 1`.execute(store.db);
  for (let n = 0; n < 3; n++) await assert.rejects(fill(), (error) => isReported(error));
  assert.match(store.fault()?.message ?? "", /^The disk that holds .* is full\.$/);
  await sql`pragma max_page_count = 1000000`.execute(store.db);
  await store.probe();
  assert.equal(store.fault(), undefined);
  await store.probe();
  await fill();
  assert.deepEqual(told, [
    `The disk that holds ${path} is full. Free some space; stored data is kept.`,
    undefined,
  ]);
});

const takeAway: Record<string, (directory: string) => void> = {
  "rm -rf of the directory": (directory) => rmSync(directory, { recursive: true }),
  "another directory in its place, as an unmounted volume leaves it": (directory) => {
    renameSync(directory, `${directory}.away`);
    mkdirSync(directory);
  },
  "a backup put back over it": (directory) => {
    copyFileSync(`${directory}/store.db`, `${directory}/copy`);
    renameSync(`${directory}/copy`, `${directory}/store.db`);
  },
  "its log removed": (directory) => rmSync(`${directory}/store.db-wal`),
  "its lock removed": (directory) => rmSync(`${directory}/store.db.lock`),
};

test("a write to a file that was taken away is refused, and the store says that it is broken", async (t) => {
  for (const [name, take] of Object.entries(takeAway)) {
    const directory = `${scratchDir(t)}/data`;
    const told: (UserError | undefined)[] = [];
    const store = await openStore<Tables>(`${directory}/store.db`, MIGRATIONS, (fault) => told.push(fault));
    await put(store, "before");
    take(directory);
    const gone = /store\.db was removed or replaced while this program used it/;
    await assert.rejects(put(store, "alone"), gone, name);
    await assert.rejects(
      store.transaction((trx) => trx.insertInto("thing").values({ name: "b" }).execute()),
      gone,
    );
    assert.match(
      describeError(await store.broken),
      /Bring the directory back, by mounting its volume or from/,
    );
    assert.equal(told.length, 1, name);
    await store.close();
  }
});

test("a file that was taken away is noticed without a write, and stays gone", async (t) => {
  const directory = `${scratchDir(t)}/data`;
  const store = await openStore<Tables>(`${directory}/store.db`, MIGRATIONS);
  t.onTestFinished(() => store.close());
  await store.probe();
  assert.equal(store.fault(), undefined);
  renameSync(directory, `${directory}.away`);
  await store.probe();
  assert.equal(await store.broken, store.fault());
  renameSync(`${directory}.away`, directory);
  await store.probe();
  assert.ok(store.fault());
});

test("bytes that flip under an open store are one sentence, and break the store", async (t) => {
  const path = `${scratchDir(t)}/store.db`;
  const first = await openStore<Tables>(path, MIGRATIONS);
  await first.transaction(async (trx) => {
    for (let n = 0; n < 3_000; n++)
      await trx
        .insertInto("thing")
        .values({ name: `${n}`.padEnd(1_000) })
        .execute();
  });
  await first.close();
  const store = await openStore<Tables>(path, MIGRATIONS);
  t.onTestFinished(() => store.close());
  const file = openSync(path, "r+");
  // past the header, so that every page of the tables is hit
  const { size } = fstatSync(file);
  for (let at = 4_096; at < size; at += 4_096) writeSync(file, Buffer.alloc(100, 0xa5), 0, 100, at);
  closeSync(file);
  await assert.rejects(store.db.selectFrom("thing").selectAll().execute(), (error) => {
    assert.match(
      describeError(error),
      new RegExp(`^${path} is damaged \\(.+\\)\\. Restore the file from a backup`),
    );
    return true;
  });
  assert.match(describeError(await store.broken), /is damaged/);
});

test("a damaged file is refused with its path and what to restore, wherever the damage is", async (t) => {
  const path = `${scratchDir(t)}/store.db`;
  const store = await openStore<Tables>(path, MIGRATIONS);
  for (let n = 0; n < 100; n++) await put(store, `${n}`.padEnd(1_000));
  await store.close();
  const sound = readFileSync(path);
  const told = new RegExp(
    `^${path} is (damaged \\(.+\\)|not a database)\\. Restore the file from a backup; or move it and`,
  );
  let refused = 0;
  for (let at = 0; at < sound.length; at += 4_096) {
    const damaged = Buffer.from(sound);
    damaged.fill(0xa5, at, at + 100);
    writeFileSync(path, damaged);
    try {
      await (await openStore<Tables>(path, MIGRATIONS)).close();
    } catch (error) {
      assert.match(describeError(error), told);
      refused++;
    }
  }
  assert.ok(refused > sound.length / 4_096 / 2, `${refused} pages`);
  writeFileSync(path, sound);
  await (await openStore<Tables>(path, MIGRATIONS)).close();
});

test("a store of the version that wrote amounts without zeros in front is refused, and left as it was", async (t) => {
  const path = `${scratchDir(t)}/store.db`;
  const old = new DatabaseSync(path);
  old.exec(
    "create table migration (scope text, number integer, primary key (scope, number)); insert into migration values ('kernel', 1)",
  );
  await assert.rejects(openStore(path, MIGRATIONS), /store\.db was written by an older version/);
  assert.deepEqual(
    old
      .prepare("select name from sqlite_schema where type = 'table'")
      .all()
      .map((row) => row.name),
    ["migration"],
  );
  old.close();
});

test("a migration of several statements is refused, since all but the first would be dropped", async (t) => {
  const two = "create table a (id integer); create table b (id integer)";
  await assert.rejects(openStore(`${scratchDir(t)}/store.db`, [two]), /one statement a migration/);
});

test("queries and transactions take turns in the order asked", async (t) => {
  const store = await openStore<Tables>(`${scratchDir(t)}/store.db`, MIGRATIONS);
  t.onTestFinished(() => store.close());
  const names = () => store.db.selectFrom("thing").select("name").orderBy("name").execute();
  const [, during, , after] = await Promise.all([
    store.transaction(async (trx) => {
      await trx.insertInto("thing").values({ name: "a" }).execute();
      await new Promise((done) => setTimeout(done, 20));
      await trx.insertInto("thing").values({ name: "b" }).execute();
    }),
    names(),
    put(store, "c"),
    names(),
  ]);
  assert.deepEqual(during, [{ name: "a" }, { name: "b" }]);
  assert.equal(after.length, 3);
});

function thrownBy(work: () => void): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}
