#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
// What `npx tributary` runs: the command line. Node 24 loads its TypeScript as it is.
const [major] = process.versions.node.split(".");
if (Number(major) < 24) {
  console.error(
    [
      `Tributary runs on Node 24 or later, and this is Node ${process.versions.node} (${process.execPath}).`,
      "`npm ci` brings Node 24 for Linux, Windows and Intel Macs; `npm start` and `npx tributary` find it. Elsewhere, install it.",
    ].join("\n"),
  );
  process.exit(1);
}
await import("./cli.ts");
