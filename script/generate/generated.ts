// SPDX-License-Identifier: GPL-3.0-or-later
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

/** Generated texts by file. */
export type Generated = Record<string, string>;

/** @returns The files that differ from `generated`, and leftover files in `folders`, which hold generated files alone. */
export function staleFiles(generated: Generated, folders: readonly string[]): string[] {
  const differing = Object.entries(generated).filter(
    ([file, text]) => !existsSync(file) || readFileSync(file, "utf8") !== text,
  );
  const standing = folders.flatMap((folder) =>
    existsSync(folder) ? readdirSync(folder).map((file) => `${folder}/${file}`) : [],
  );
  return [...differing.map(([file]) => file), ...standing.filter((file) => !(file in generated))];
}

export function writeFiles(generated: Generated, files: readonly string[]): void {
  for (const file of files) {
    const text = generated[file];
    if (text === undefined) rmSync(file);
    else writeFileSync(file, text);
  }
}
