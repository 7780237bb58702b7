// SPDX-License-Identifier: GPL-3.0-or-later
import { open, readdir, readFile, rename, rm, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { Hex } from "viem";
import { HttpError } from "../kernel/http/problem.ts";
import { makeDirectory } from "../kernel/process/directory.ts";
import { identityOf } from "../kernel/store/storeFile.ts";
import { CHUNK_BYTES } from "../sdk/content/leaf.ts";

/**
 * Chunks and leaf lists as files: `<directory>/<contentId>/<index>` and `<directory>/<contentId>/leaves`.
 * A write is on disk when its promise resolves; a crash leaves a whole file or none.
 * The caller guarantees that a contentId, which becomes a path, is 0x and 64 lower-case hex digits.
 */
export type ChunkStore = {
  /** The number of chunks on disk, of all works. */
  count(): number;
  /** The works with chunks on disk. */
  contentIds(): Hex[];
  /** The indices of a work's chunks on disk. */
  indicesOf(contentId: Hex): ReadonlySet<number>;
  readLeafList(contentId: Hex): Promise<Buffer | undefined>;
  /** Writes a leaf list. Throws an HttpError, 507, when the disk is too full; so does `writeChunk`. */
  writeLeafList(contentId: Hex, list: Uint8Array): Promise<void>;
  readChunk(contentId: Hex, index: number): Promise<Buffer | undefined>;
  writeChunk(contentId: Hex, index: number, bytes: Uint8Array): Promise<void>;
  removeChunk(contentId: Hex, index: number): Promise<void>;
  /** Removes all that is stored of a work. */
  removeWork(contentId: Hex): Promise<void>;
  /** Why nothing can be stored; undefined while the directory is the one that was opened. */
  fault(): string | undefined;
  /** Throws an HttpError, 503, when nothing can be stored. */
  requireThere(): void;
};

/**
 * Opens the store, and drops half-written files of a crash. `reserveBytes` of the disk stay free, and no more than `capacityBytes` are used, where
 * each chunk counts as a whole one.
 */
export async function openChunkStore(
  directory: string,
  { reserveBytes, capacityBytes = Number.POSITIVE_INFINITY }: StoreLimits,
): Promise<ChunkStore> {
  makeDirectory(directory);
  const stored = await scan(directory);
  let chunks = [...stored.values()].reduce((sum, indices) => sum + indices.size, 0);
  const opened = identityOf(directory);
  let writes = 0;
  /** Chunks on their way to the disk. */
  let writing = 0;

  // a removed directory or an unmounted volume: a new one of that name would hide the loss
  const fault = () =>
    identityOf(directory) === opened
      ? undefined
      : `${directory} was removed, or its volume is no longer mounted`;

  function requireThere(): void {
    if (fault() !== undefined)
      throw new HttpError(503, "store_gone", "This edge has lost its disk. Try another edge.");
  }

  const indicesOf = (contentId: Hex) => stored.get(contentId) ?? new Set<number>();

  function forgetChunk(contentId: Hex, index: number): void {
    if (stored.get(contentId)?.delete(index)) chunks -= 1;
  }

  async function write(contentId: Hex, name: string, bytes: Uint8Array): Promise<void> {
    requireThere();
    await requireSpace(directory, bytes.length + reserveBytes);
    const folder = join(directory, contentId);
    const temporary = join(folder, `${name}.${writes++}.tmp`);
    try {
      makeDirectory(folder);
      await writeSynced(temporary, bytes);
      await rename(temporary, join(folder, name));
      await syncFolder(folder);
      // before anybody is told that the bytes are on disk
      requireThere();
    } catch (error) {
      await rm(temporary, { force: true });
      requireThere();
      throw (error as { code?: string }).code === "ENOSPC" ? noSpace() : error;
    }
  }

  return {
    count: () => chunks,
    contentIds: () => [...stored.keys()],
    indicesOf,
    readLeafList: (contentId) => readIfThere(join(directory, contentId, "leaves")),
    writeLeafList: (contentId, list) => write(contentId, "leaves", list),
    async readChunk(contentId, index) {
      const bytes = await readIfThere(join(directory, contentId, String(index)));
      // taken away by somebody: the status says so, and publishing again repairs
      if (!bytes) forgetChunk(contentId, index);
      return bytes;
    },
    async writeChunk(contentId, index, bytes) {
      const isNew = !indicesOf(contentId).has(index);
      if (isNew && (chunks + writing + 1) * CHUNK_BYTES > capacityBytes) throw noSpace();
      writing += 1;
      try {
        await write(contentId, String(index), bytes);
      } finally {
        writing -= 1;
      }
      if (!stored.has(contentId)) stored.set(contentId, new Set());
      if (!indicesOf(contentId).has(index)) chunks += 1;
      stored.get(contentId)?.add(index);
    },
    async removeChunk(contentId, index) {
      forgetChunk(contentId, index);
      await rm(join(directory, contentId, String(index)), { force: true });
    },
    async removeWork(contentId) {
      chunks -= indicesOf(contentId).size;
      stored.delete(contentId);
      // first, so that a crash in between leaves no work that seems to have lost its chunks
      await rm(join(directory, contentId, "leaves"), { force: true });
      await rm(join(directory, contentId), { recursive: true, force: true });
    },
    fault,
    requireThere,
  };
}

type StoreLimits = { reserveBytes: number; capacityBytes?: number | undefined };

async function scan(directory: string): Promise<Map<Hex, Set<number>>> {
  const stored = new Map<Hex, Set<number>>();
  for (const contentId of await readdir(directory)) {
    const names = await readdir(join(directory, contentId));
    for (const name of names.filter((name) => name.endsWith(".tmp")))
      await rm(join(directory, contentId, name));
    stored.set(contentId as Hex, new Set(names.filter((name) => /^[0-9]+$/.test(name)).map(Number)));
  }
  return stored;
}

async function requireSpace(directory: string, neededBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(directory);
  if (bavail * bsize < neededBytes) throw noSpace();
}

const noSpace = () => new HttpError(507, "no_space", "This edge has no space left. Try another edge.");

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "wx");
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Syncs a directory, or a power cut may lose the file's name. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return undefined;
    throw error;
  }
}
