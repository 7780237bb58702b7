// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { withLock } from "../lock.ts";

describe("a lock", () => {
  const dir = mkdtempSync(join(tmpdir(), "tributary-lock-"));
  const file = join(dir, "lock");
  after(() => rmSync(dir, { recursive: true }));
  const never = () => assert.fail("there was nobody to wait for");

  it("is given back when the work fails", async () => {
    await assert.rejects(
      withLock(file, never, () => Promise.reject(new Error("broken"))),
      /broken/,
    );
    assert.ok(!existsSync(file));
  });

  it("is taken over from a process that died", async () => {
    const { pid } = spawnSync(process.execPath, ["--version"]);
    writeFileSync(file, String(pid));
    assert.equal(await withLock(file, never, async () => readFileSync(file, "utf8")), String(process.pid));
  });

  it("lets one work at a time, and says once who is waited for", async () => {
    const waitedFor: number[] = [];
    let working = 0;
    const work = async () => {
      assert.equal(++working, 1);
      await new Promise((done) => setTimeout(done, 700));
      working--;
    };
    await Promise.all([1, 2].map(() => withLock(file, (pid) => waitedFor.push(pid), work)));
    assert.deepEqual(waitedFor, [process.pid]);
  });
});
