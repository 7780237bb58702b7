// SPDX-License-Identifier: GPL-3.0-or-later
import { rename, writeFile } from "node:fs/promises";

/** Writes a file that is whole or not there, whenever the process ends. */
export async function writeWhole(path: string, data: Parameters<typeof writeFile>[1]): Promise<void> {
  await writeFile(`${path}.part`, data);
  await rename(`${path}.part`, path);
}
