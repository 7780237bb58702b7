// SPDX-License-Identifier: GPL-3.0-or-later
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";

/** A directory that goes away with the test. */
export function scratchDir(t: Pick<TestContext, "after">): string {
  const path = mkdtempSync(join(tmpdir(), "tributary-"));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
