// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "vitest";
import { scratchDir } from "../testing/scratch.ts";
import { describeError } from "./errors.ts";
import { LockedError, takeLock, withLock } from "./lock.ts";

const never = () => assert.fail("there was nobody to wait for");

test("a lock is given back when the work fails", async (t) => {
  const path = join(scratchDir(t), "lock");
  const fails = () => Promise.reject(new Error("broken"));
  await assert.rejects(withLock(path, never, fails), /broken/);
  assert.equal(await withLock(path, never, async () => "free"), "free");
});

test("a lock that is taken is refused by name, or waited for, until its holder dies", async (t) => {
  const path = join(scratchDir(t), "lock");
  const module = JSON.stringify(new URL("./lock.ts", import.meta.url).href);
  const program = `import(${module}).then(({ takeLock }) => { takeLock(${JSON.stringify(path)}); process.send("held"); setInterval(() => {}, 1e6); })`;
  const holder = spawn(process.execPath, ["--eval", program], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  t.onTestFinished(() => void holder.kill("SIGKILL"));
  await once(holder, "message");
  assert.throws(
    () => takeLock(path),
    (error) => error instanceof LockedError && error.pid === holder.pid,
  );

  const waitedFor: (number | undefined)[] = [];
  const waited = withLock(
    path,
    (pid) => {
      waitedFor.push(pid);
      holder.kill("SIGKILL");
    },
    async () => "taken over",
  );
  assert.equal(await waited, "taken over");
  assert.deepEqual(waitedFor, [holder.pid]);
});

test("a lock file that is damaged is told so, and what to do with it", (t) => {
  const path = join(scratchDir(t), "lock");
  writeFileSync(path, Buffer.alloc(8_192, 0xa5));
  assert.throws(
    () => takeLock(path),
    (error) =>
      describeError(error) === `${path} is damaged. Delete the file: it holds a lock and nothing else.`,
  );
});

test("one work at a time, and a wait can be broken off", async (t) => {
  const path = join(scratchDir(t), "lock");
  let working = 0;
  const work = async () => {
    assert.equal(++working, 1);
    await new Promise((done) => setTimeout(done, 400));
    working--;
  };
  const waitedFor: (number | undefined)[] = [];
  const both = [1, 2].map(() => withLock(path, (pid) => waitedFor.push(pid), work));
  const broken = withLock(path, () => {}, work, AbortSignal.timeout(100));
  await assert.rejects(broken, { name: "AbortError" });
  await Promise.all(both);
  assert.deepEqual(waitedFor, [process.pid]);
});
