#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
// The command line that `npx tributary` runs. Node 24 loads TypeScript as it is.
import * as module from "node:module";
import { fileURLToPath } from "node:url";

const [major] = process.versions.node.split(".");
if (Number(major) < 24) {
  console.error(
    [
      `Tributary runs on Node 24 or later, and this is Node ${process.versions.node} (${process.execPath}).`,
      "`npm ci` brings Node 24 for Linux, Windows and Intel Macs; `npm start` and `npx tributary` find it. On other systems, install Node 24.",
    ].join("\n"),
  );
  process.exit(1);
}
// compiled once, this process and those it starts are there in two thirds of the time, and smaller; a folder of our own, since
// whoever writes there runs code here
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL("../.cache/node", import.meta.url));
module.enableCompileCache(process.env.NODE_COMPILE_CACHE);
await import("./cli.ts");
