// SPDX-License-Identifier: GPL-3.0-or-later
// Runs forge, and exits as forge does: the wrapper that npm installs as `forge` exits with 0 whatever happened.
import { spawnSync } from "node:child_process";
import { foundryBinary } from "../agents/localnet/foundry.ts";

const { status, error } = spawnSync(foundryBinary("forge"), process.argv.slice(2), { stdio: "inherit" });
if (error) throw error;
process.exit(status ?? 1);
