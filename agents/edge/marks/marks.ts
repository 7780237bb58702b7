// SPDX-License-Identifier: GPL-3.0-or-later
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Hex } from "viem";
import { makeDirectory } from "../../kernel/process/directory.ts";

/**
 * What an operator decided about a work: `<dataDir>/marks/<contentId>` holds the word. Commands write it, a running edge finds it within a second.
 * pinned: held in whole, whoever asks. dropped: not promised and not taken any more, and removed once no promise binds the edge.
 */
export type Mark = "pinned" | "dropped";
/** `sinceSec`: when the mark was made, in seconds. */
export type Marked = { mark: Mark; sinceSec: number };

const CONTENT_ID = /^0x[0-9a-f]{64}$/;
const folderOf = (dataDir: string) => join(dataDir, "marks");

/** All marks in a data directory. */
export async function readMarks(dataDir: string): Promise<Map<Hex, Marked>> {
  const folder = folderOf(dataDir);
  const names: string[] = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    names
      .filter((name): name is Hex => CONTENT_ID.test(name))
      .map(async (name: Hex): Promise<[Hex, Marked][]> => {
        try {
          const mark = (await readFile(join(folder, name), "utf8")).trim();
          const { mtimeMs } = await stat(join(folder, name));
          return mark === "pinned" || mark === "dropped"
            ? [[name, { mark, sinceSec: Math.floor(mtimeMs / 1_000) }]]
            : [];
        } catch {
          // taken away meanwhile
          return [];
        }
      }),
  );
  return new Map(found.flat());
}

/** Marks a work, in the place of another mark; without one, takes the mark away. */
export async function setMark(dataDir: string, contentId: Hex, mark: Mark | undefined): Promise<void> {
  const folder = folderOf(dataDir);
  const path = join(folder, contentId);
  if (!mark) return rm(path, { force: true });
  makeDirectory(folder);
  await writeFile(path, `${mark}\n`);
}

export type Marks = {
  of(contentId: Hex): Mark | undefined;
  all(): ReadonlyMap<Hex, Marked>;
  /** Reads the marks again. */
  refresh(): Promise<void>;
};

/** The marks of a running edge. */
export async function openMarks(dataDir: string): Promise<Marks> {
  let marks = await readMarks(dataDir);
  return {
    of: (contentId) => marks.get(contentId)?.mark,
    all: () => marks,
    async refresh() {
      marks = await readMarks(dataDir);
    },
  };
}
