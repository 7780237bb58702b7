// SPDX-License-Identifier: GPL-3.0-or-later
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/**
 * The path of a tool of Foundry itself. The wrapper of its npm package exits with 0 whatever the tool exits with, and passes no
 * SIGKILL on.
 */
export function foundryBinary(tool: "anvil" | "forge"): string {
  const cpu = process.arch === "x64" ? "amd64" : process.arch;
  const manifest = createRequire(import.meta.url).resolve(
    `@foundry-rs/${tool}-${process.platform}-${cpu}/package.json`,
  );
  return join(dirname(manifest), "bin", process.platform === "win32" ? `${tool}.exe` : tool);
}
