// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "vitest";
import { UserError } from "../kernel/process/errors.ts";
import { scratchDir } from "../kernel/testing/scratch.ts";
import { mediaFiles, requireDurations, requireSpace } from "./preflight.ts";

function refusal(work: () => unknown): UserError {
  try {
    work();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("media files", () => {
  test("are the three clips when none are given", () => {
    const names = mediaFiles([]).map((path) => path.replace(/.*\//, ""));
    assert.deepEqual(names, ["colony.mp4", "dunes.mp4", "rivers.mp4"]);
  });

  test("are taken in the order given, with their whole path", (t) => {
    const dir = scratchDir(t);
    for (const name of ["b", "a"]) writeFileSync(join(dir, name), "x");
    assert.deepEqual(mediaFiles([join(dir, "b"), join(dir, ".", "a")]), [join(dir, "b"), join(dir, "a")]);
  });

  test("are refused in one error that names each problem", (t) => {
    const dir = scratchDir(t);
    const path = (name: string) => join(dir, name);
    writeFileSync(path("empty"), "");
    writeFileSync(path("fine"), "x");
    mkdirSync(path("directory"));
    execFileSync("mkfifo", [path("pipe")]);
    symlinkSync("loop", path("loop"));
    const given = ["missing", "fine", "empty", "directory", "pipe", "loop", "fine/below"].map(path);
    const { message, advice, exitCode } = refusal(() => mediaFiles(given));
    assert.deepEqual(message.split("\n"), [
      `There is no file ${path("missing")}.`,
      `${path("empty")} is empty.`,
      `${path("directory")} is a directory, not a file.`,
      `${path("pipe")} is not a plain file.`,
      `${path("loop")} cannot be read by this user (ELOOP).`,
      `${path("fine/below")} cannot be read by this user (ENOTDIR).`,
    ]);
    assert.match(advice, /--media/);
    assert.equal(exitCode, 1);
  });

  const asRoot = process.getuid?.() === 0;
  // root may read all
  test.skipIf(asRoot)("that may not be read are refused", (t) => {
    const path = join(scratchDir(t), "secret");
    writeFileSync(path, "x");
    chmodSync(path, 0);
    assert.match(refusal(() => mediaFiles([path])).message, /cannot be read by this user \(EACCES\)/);
  });
});

test("a disk without room for three copies is refused, with the figures", (t) => {
  const dir = scratchDir(t);
  const path = join(dir, "huge");
  writeFileSync(path, "");
  requireSpace(dir, [path]);
  truncateSync(path, 4e12); // takes no room itself
  const { message, advice } = refusal(() => requireSpace(dir, [path]));
  assert.match(message, /has \d+ MB free, and this run may need 12000300 MB\.$/);
  assert.match(message, new RegExp(`^${dir}`));
  assert.match(advice, /Free some space/);
});

test("media that does not state its duration is refused in one error", async (t) => {
  const dir = scratchDir(t);
  const [text, pdf] = [join(dir, "text"), join(dir, "pdf")];
  writeFileSync(text, "no media");
  writeFileSync(pdf, "%PDF-1.4\n1 0 obj\n<<>>\nendobj\n");
  await requireDurations(mediaFiles([]));
  await assert.rejects(requireDurations([text, ...mediaFiles([]), pdf]), (error: UserError) => {
    assert.deepEqual(error.message.split("\n"), [
      `The duration of ${text} cannot be measured: the file is in no media format that is known here.`,
      `The duration of ${pdf} cannot be measured: the file is in no media format that is known here.`,
    ]);
    assert.match(error.advice, /^Give --media a file that states it/);
    return true;
  });
});
