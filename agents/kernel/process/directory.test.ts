// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { globSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "vitest";
import { scratchDir } from "../testing/scratch.ts";
import { makeDirectory } from "./directory.ts";
import { describeError, UserError } from "./errors.ts";

test("a directory is made with its parents, and made again without harm", (t) => {
  const path = join(scratchDir(t), "a", "b", "c");
  makeDirectory(path);
  makeDirectory(path);
  assert.ok(statSync(path).isDirectory());
});

test("a place that takes no directory is refused in words, and never tried for ever", (t) => {
  const scratch = scratchDir(t);
  const file = join(scratch, "file");
  writeFileSync(file, "");
  symlinkSync(join(scratch, "nowhere"), join(scratch, "link"));
  symlinkSync("loop", join(scratch, "loop"));
  for (const [path, reason] of [
    [
      "/proc/x",
      /cannot be made\. The file system of \/proc takes no new directories\. Choose another path\./,
    ],
    ["/proc/x/y/z", /The file system of \/proc takes no new directories/],
    ["/dev/null/x", /\/dev\/null\/x leads through a file/],
    ["/etc/passwd", /\/etc\/passwd is a file, and a directory is needed there\. Choose another path\./],
    [join(file, "below"), /leads through a file/],
    [join(scratch, "x".repeat(300)), /too long for the file system\. Choose a shorter path\./],
    [join(scratch, "link"), /link is a file, and a directory is needed there/],
    [join(scratch, "loop"), /is a file, and a directory is needed|go round in a circle/],
  ] as const) {
    assert.throws(
      () => makeDirectory(path),
      (error) => error instanceof UserError && reason.test(describeError(error)),
      path,
    );
  }
});

test("no shipped file makes directories by Node's own recursive mkdir", () => {
  const agents = fileURLToPath(new URL("../..", import.meta.url));
  // the SDK imports nothing of ours: the wallet makes the directory before the SDK's store does
  const exclude = ["**/node_modules/**", "**/*.test.ts", "sdk/**"];
  const files = globSync("**/*.ts", { cwd: agents, exclude });
  assert.ok(files.length > 100, `${files.length} files`);
  const found = files.filter((file) =>
    /\bmkdir(Sync)?\([^;]*recursive/.test(readFileSync(join(agents, file), "utf8")),
  );
  assert.deepEqual(found, []);
});
