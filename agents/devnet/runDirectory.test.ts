// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "vitest";
import { scratchDir } from "../kernel/testing/scratch.ts";
import { makeRunDirectory } from "./runDirectory.ts";

test("a run gets a directory of its own; those of dead runs go, and nothing else does", (t) => {
  const root = join(scratchDir(t), "not", "there", "yet");
  mkdirSync(root, { recursive: true });
  const leave = (name: string, pid?: number) => {
    mkdirSync(join(root, name, "logs"), { recursive: true });
    if (pid !== undefined) writeFileSync(join(root, name, "pid"), `${pid}\n`);
  };
  leave("devnet-dead", spawnSync("true").pid);
  leave("devnet-reborn", process.pid); // its id is ours now, as in a container that was started again
  leave("devnet-running", process.ppid);
  leave("devnet-justmade");
  leave("test-other", 1 << 30);
  const directory = makeRunDirectory(root);
  assert.deepEqual(
    readdirSync(root).filter((name) => join(root, name) !== directory),
    ["devnet-justmade", "devnet-running", "test-other"],
  );
  assert.ok(existsSync(join(directory, "pid")));
});

test("the first run makes the root", (t) => {
  const root = join(scratchDir(t), "a", "b");
  assert.equal(join(makeRunDirectory(root), ".."), root);
});
