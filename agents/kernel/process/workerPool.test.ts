// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { type TestContext, test } from "vitest";
import { createWorkerPool } from "./workerPool.ts";

type Job = { give: unknown } | { fail: string } | { exit: number } | { hang: true } | { bytes: number };

function setUp(t: TestContext, size: number) {
  const pool = createWorkerPool<Job>(new URL("../testing/jobs.worker.ts", import.meta.url), size);
  t.onTestFinished(() => pool.stop());
  return pool;
}

test("jobs come back each with its own result, however many share the threads", async (t) => {
  const pool = setUp(t, 2);
  const results = await Promise.all(Array.from({ length: 50 }, (_, give) => pool.run({ give })));
  assert.deepEqual(results, [...results.keys()]);
  assert.equal((await pool.run<Uint8Array>({ bytes: 1_000 })).length, 1_000);
});

test("a job that fails rejects with its error, one that ends its thread rejects too, and the next jobs run", async (t) => {
  const pool = setUp(t, 1);
  const [failed, ended, next] = await Promise.allSettled([
    pool.run({ fail: "no such thing" }),
    pool.run({ exit: 3 }),
    pool.run({ give: "on" }),
  ]);
  assert.match(String((failed as PromiseRejectedResult).reason), /no such thing/);
  assert.match(String((ended as PromiseRejectedResult).reason), /ended with code 3/);
  assert.deepEqual(next, { status: "fulfilled", value: "on" });
});

test("stopping ends the job that runs, those that wait, and those that come later", async (t) => {
  const pool = setUp(t, 1);
  await pool.run({ give: 1 });
  const jobs = [pool.run({ hang: true }), pool.run({ give: 2 })];
  const settled = Promise.allSettled(jobs);
  await pool.stop();
  for (const { status } of await settled) assert.equal(status, "rejected");
  await assert.rejects(pool.run({ give: 3 }), /stopped/);
});
