// SPDX-License-Identifier: GPL-3.0-or-later
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Scope } from "../../localnet/scope.ts";

/** A directory that goes away with the test. */
export function scratchDir(t: Scope): string {
  const path = mkdtempSync(join(tmpdir(), "tributary-"));
  t.onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
