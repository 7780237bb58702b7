// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "vitest";
import { scratchDir } from "../../kernel/testing/scratch.ts";
import { openMarks, readMarks, setMark } from "./marks.ts";

const [ONE, TWO] = [`0x${"11".repeat(32)}`, `0x${"22".repeat(32)}`] as const;

test("a work has one mark, the last one; other files are no marks", async (t) => {
  const directory = scratchDir(t);
  assert.deepEqual(await readMarks(directory), new Map());
  const marks = await openMarks(directory);
  await setMark(directory, ONE, "dropped");
  utimesSync(join(directory, "marks", ONE), 1_000, 1_000);
  await setMark(directory, TWO, "pinned");
  writeFileSync(join(directory, "marks", `0x${"33".repeat(32)}`), "loved");
  writeFileSync(join(directory, "marks", "notes.txt"), "dropped");
  mkdirSync(join(directory, "marks", `0x${"44".repeat(32)}`));
  assert.equal(marks.of(ONE), undefined);
  await marks.refresh();
  assert.deepEqual(marks.all().get(ONE), { mark: "dropped", sinceSec: 1_000 });
  assert.deepEqual([...marks.all().keys()].sort(), [ONE, TWO]);
  await setMark(directory, ONE, "pinned");
  await setMark(directory, TWO, undefined);
  await setMark(directory, TWO, undefined);
  await marks.refresh();
  assert.deepEqual([marks.of(ONE), marks.of(TWO)], ["pinned", undefined]);
});
