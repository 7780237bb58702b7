// SPDX-License-Identifier: GPL-3.0-or-later
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A test, or anything else that cleans up when it ends. */
export type Scope = { onTestFinished(work: () => unknown): void };

/** A directory that goes away with the test. */
export function scratchDir(t: Scope): string {
  const path = mkdtempSync(join(tmpdir(), "tributary-"));
  t.onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
