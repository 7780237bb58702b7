#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
// Writes agents/sdk/dist, the package as it is published: JavaScript, types and source maps. Run by npm before it packs the SDK,
// and after an installation, so that programs in the clone import `@tributary/sdk` as they would elsewhere.
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
rmSync(path("../agents/sdk/dist"), { recursive: true, force: true });
// what runs in a page is compiled without the types of Node
for (const project of ["../agents/sdk", "../agents/sdk/node"])
  execFileSync(process.execPath, [path("../node_modules/typescript/bin/tsc"), "-p", path(project)], {
    stdio: "inherit",
  });
