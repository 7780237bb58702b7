// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { test } from "vitest";
import { scratchDir } from "../testing/scratch.ts";
import { amountToText, textToAmount } from "./amountText.ts";
import { bindStoreToChain } from "./chainBinding.ts";
import { openStore } from "./store.ts";

type Tables = { thing: { name: string } };
const FIRST = "create table thing (name text primary key)";

test("a second opening is refused with the holder's process id, and works once the first is closed", async (t) => {
  const path = `${scratchDir(t)}/store.db`;
  const store = await openStore<Tables>(path, [FIRST]);
  await assert.rejects(openStore(path, [FIRST]), {
    name: "LockedError",
    message: `Process ${process.pid} is using ${path} already.`,
  });
  await store.close();
  await (await openStore(path, [FIRST])).close();
});

test("a process that was killed leaves no lock behind", async (t) => {
  const path = `${scratchDir(t)}/store.db`;
  const module = fileURLToPath(new URL("./store.ts", import.meta.url));
  const script = `import { openStore } from ${JSON.stringify(module)};
    await openStore(process.argv[1], ["${FIRST}"]);
    console.log("open");
    setInterval(() => {}, 1000);`;
  const args = ["--input-type=module", "-e", script, path];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  t.onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  await assert.rejects(openStore(path, [FIRST]), {
    message: `Process ${child.pid} is using ${path} already.`,
  });
  child.kill("SIGKILL");
  await once(child, "exit");
  await (await openStore(path, [FIRST])).close();
});

test("a failing migration changes nothing, not even by those before it", async (t) => {
  const path = `${scratchDir(t)}/store.db`;
  await assert.rejects(openStore(path, [FIRST, "create table nonsense ("]));
  const store = await openStore<Tables>(path, [FIRST]);
  await store.db.insertInto("thing").values({ name: "kept" }).execute();
  await store.close();
  const next = await openStore<Tables>(path, [FIRST, "create table other (id integer)"]);
  assert.deepEqual(await next.db.selectFrom("thing").selectAll().execute(), [{ name: "kept" }]);
  await next.close();
});

test("a store of newer code is refused", async (t) => {
  const path = `${scratchDir(t)}/store.db`;
  await (await openStore(path, [FIRST, "create table other (id integer)"])).close();
  await assert.rejects(openStore(path, [FIRST]), /newer version .*role schema 2, this one knows 1/);
});

test("a file that is no database is refused, and left alone", async (t) => {
  const path = `${scratchDir(t)}/store.db`;
  writeFileSync(path, "not a database, and longer than a header of one hundred bytes ".repeat(5));
  await assert.rejects(openStore(path, [FIRST]), /is not a database/);
});

test("a directory that cannot be written is told plainly", async (t) => {
  const dir = scratchDir(t);
  writeFileSync(`${dir}/file`, "");
  await assert.rejects(openStore(`${dir}/file/store.db`, []));
  mkdirSync(`${dir}/store.db.lock`);
  await assert.rejects(openStore(`${dir}/store.db`, []), {
    name: "UserError",
    message: /lock cannot be opened/,
  });
});

test("commits are synced to disk, and foreign keys hold", async (t) => {
  const store = await openStore<Tables>(`${scratchDir(t)}/store.db`, [FIRST]);
  t.onTestFinished(() => void store.close());
  const pragma = async (name: string) =>
    Object.values((await sql.raw(`pragma ${name}`).execute(store.db)).rows[0] as object)[0];
  assert.equal(await pragma("journal_mode"), "wal");
  assert.equal(await pragma("synchronous"), 2);
  assert.equal(await pragma("foreign_keys"), 1);
});

test("a transaction is all or nothing", async (t) => {
  const store = await openStore<Tables>(`${scratchDir(t)}/store.db`, [FIRST]);
  t.onTestFinished(() => void store.close());
  const failing = store.transaction(async (trx) => {
    await trx.insertInto("thing").values({ name: "half" }).execute();
    throw new Error("stop");
  });
  await assert.rejects(failing, /stop/);
  assert.deepEqual(await store.db.selectFrom("thing").selectAll().execute(), []);
});

test("using the store inside a transaction is an error, not a wait for ever", async (t) => {
  const store = await openStore<Tables>(`${scratchDir(t)}/store.db`, [FIRST]);
  t.onTestFinished(() => void store.close());
  const wrong = store.transaction(async () => {
    await store.db.insertInto("thing").values({ name: "lost" }).execute();
  });
  await assert.rejects(wrong, /use the handed transaction/);
  await store.db.insertInto("thing").values({ name: "fine" }).execute();
});

test("a store belongs to one chain", async (t) => {
  const store = await openStore(`${scratchDir(t)}/store.db`, []);
  t.onTestFinished(() => void store.close());
  await bindStoreToChain(store, { chainId: 31_337, genesisHash: "0x01" }, "/data/edge");
  await bindStoreToChain(store, { chainId: 31_337, genesisHash: "0x01" }, "/data/edge");
  await assert.rejects(
    bindStoreToChain(store, { chainId: 31_337, genesisHash: "0x02" }, "/data/edge"),
    /^UserError: The data in \/data\/edge belong to chain 31337 /,
  );
  await assert.rejects(
    bindStoreToChain(store, { chainId: 1, genesisHash: "0x01" }, "/data/edge"),
    /serves chain 1 /,
  );
});

test("amounts go to text and back without losing a wei", () => {
  for (const wei of [0n, 1n, 2n ** 53n + 1n, 2n ** 256n - 1n])
    assert.equal(textToAmount(amountToText(wei)), wei);
  assert.throws(() => amountToText(-1n), RangeError);
  for (const bad of ["", "-1", "01", "1.0", "1e3", "0x1", " 1"])
    assert.throws(() => textToAmount(bad), RangeError, bad);
});
