// SPDX-License-Identifier: GPL-3.0-or-later
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { writeWhole } from "../writeWhole.ts";
import { fragmentFile, INIT_FILE, type StoredRendition } from "./encodeRendition.ts";

/** Where something is made, and the hash of all that it is made from. */
export type Place = { directory: string; key: string };

const stored = z.object({
  codecs: z.string(),
  timescale: z.int().min(1),
  fragments: z.array(z.object({ byteCount: z.int().min(1), duration: z.int().min(1) })).min(1),
});
const MARKER = "done.json";

/** The rendition that an earlier run finished from the same plan and source; undefined where it did not, or a file has changed. */
export async function findRendition(place: Place): Promise<StoredRendition | undefined> {
  const { data } = stored.safeParse(await readMarker(place));
  if (!data) return undefined;
  const sizes = data.fragments.map(({ byteCount }, at) => [fragmentFile(at), byteCount] as const);
  for (const [file, byteCount] of sizes) {
    const found = await stat(join(place.directory, file)).catch(() => undefined);
    if (found?.size !== byteCount) return undefined;
  }
  const init = await stat(join(place.directory, INIT_FILE)).catch(() => undefined);
  return init && data;
}

/** What {@link writeMarker} wrote for the same key. */
export async function readMarker({ directory, key }: Place): Promise<unknown> {
  try {
    const { key: found, result } = JSON.parse(await readFile(join(directory, MARKER), "utf8"));
    return found === key ? result : undefined;
  } catch {
    return undefined; // none, or one of another version
  }
}

/** Says that all is made, once its files are written. */
export async function writeMarker({ directory, key }: Place, result: unknown): Promise<void> {
  await writeWhole(join(directory, MARKER), JSON.stringify({ key, result }));
}
