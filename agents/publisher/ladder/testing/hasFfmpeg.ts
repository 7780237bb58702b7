// SPDX-License-Identifier: GPL-3.0-or-later
import { spawnSync } from "node:child_process";

/** Whether ffmpeg is here. In CI it must be: the tests that need it fail then, and are not left out. */
export const hasFfmpeg = spawnSync("ffmpeg", ["-version"]).status === 0 || process.env.CI === "true";
