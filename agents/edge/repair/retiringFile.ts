// SPDX-License-Identifier: GPL-3.0-or-later
import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The file that says that an edge is to hand over what it holds, and to leave: a command writes it, a running edge finds it. */
const pathOf = (dataDir: string) => join(dataDir, "retiring");

export const isRetiring = (dataDir: string): boolean => existsSync(pathOf(dataDir));

export async function setRetiring(dataDir: string, isLeaving: boolean): Promise<void> {
  if (isLeaving) await writeFile(pathOf(dataDir), "");
  else await rm(pathOf(dataDir), { force: true });
}
