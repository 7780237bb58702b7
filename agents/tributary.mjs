#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
// What `npx tributary` runs: the command line, whose TypeScript tsx loads as it is.
import { register } from "tsx/esm/api";

register();
await import("./cli.ts");
