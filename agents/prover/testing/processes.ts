// SPDX-License-Identifier: GPL-3.0-or-later
import { execFileSync } from "node:child_process";

/** The ids of the running proving processes that `pid` started. */
export function provingChildrenOf(pid: number): number[] {
  try {
    // fails when there are none
    return execFileSync("pgrep", ["-P", String(pid), "-f", "proveInChild"], { encoding: "utf8" })
      .trim()
      .split("\n")
      .map(Number);
  } catch {
    return [];
  }
}
