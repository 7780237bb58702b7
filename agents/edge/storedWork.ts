// SPDX-License-Identifier: GPL-3.0-or-later
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Hex } from "viem";
import { UserError } from "../kernel/process/errors.ts";
import type { WorkLayout } from "../sdk/content/layout.ts";
import { decodeLeafList } from "../sdk/content/leafList.ts";
import type { Manifest } from "../sdk/content/manifestFields.ts";
import { buildTree, type ContentTree } from "../sdk/content/tree.ts";
import { isChunkOf } from "./isChunkOf.ts";
import { readManifest } from "./readManifest.ts";

/** A work in the data directory of an edge, as its leaf list has it. Nothing is written, so the edge may run meanwhile. */
export type StoredWork = {
  contentId: Hex;
  tree: ContentTree;
  /** The indices of the chunks on disk. */
  stored: ReadonlySet<number>;
  /** The chunk; "missing" where there is none on disk, "damaged" where it is not its leaf's, pieces included. */
  look(index: number): Promise<Buffer | "missing" | "damaged">;
  /** The chunk. Throws a ChunkLost. */
  read(index: number): Promise<Buffer>;
  /** Removes the chunk, which a running edge notices at its next look. */
  remove(index: number): Promise<void>;
  /** Undefined for a work without a manifest. Throws a ChunkLost where the manifest is not whole on disk. */
  described(): Promise<{ manifest: Manifest; layout: WorkLayout } | undefined>;
};

/** A chunk that the directory does not have as its leaf is. */
export class ChunkLost extends Error {
  override name = "ChunkLost";
}

const CONTENT_ID = /^0x[0-9a-f]{64}$/;

/** The works in a data directory. Throws a UserError for a directory that is no edge's. */
export async function storedIds(dataDir: string): Promise<Hex[]> {
  const names = await readdir(join(dataDir, "content")).catch((error) => {
    throw new UserError(
      `${dataDir} is not the data directory of an edge: ${error.code === "ENOENT" ? "it has no folder content" : error.message}.`,
      "Name the edge's directory: TRIBUTARY_EDGE_DATA_DIR, or --data-dir.",
      { cause: error },
    );
  });
  return names.filter((name): name is Hex => CONTENT_ID.test(name)).sort();
}

/** The work of `contentId`; undefined where no leaf list of it can be read. */
export async function openStoredWork(dataDir: string, contentId: Hex): Promise<StoredWork | undefined> {
  const folder = join(dataDir, "content", contentId);
  const leaves = decodeLeafList((await readIfThere(join(folder, "leaves"))) ?? Buffer.alloc(0));
  if (!leaves) return undefined;
  const tree = buildTree(leaves);
  const names = await readdir(folder);
  const stored = new Set(names.filter((name) => /^[0-9]+$/.test(name)).map(Number));
  for (const index of stored) if (!(index in leaves)) stored.delete(index);

  async function look(index: number) {
    const bytes = await readIfThere(join(folder, String(index)));
    if (!bytes) return "missing";
    return (await isChunkOf(leaves![index]!, bytes)) ? bytes : "damaged";
  }

  async function read(index: number): Promise<Buffer> {
    const bytes = await look(index);
    if (typeof bytes === "string") throw new ChunkLost(`chunk ${index} is ${bytes}`);
    return bytes;
  }

  return {
    ...{ contentId, tree, stored, look, read },
    remove: (index) => rm(join(folder, String(index)), { force: true }),
    async described() {
      // a manifest is held to the sizes alone: whoever plays compares the root with the chain's
      const committed = { leafCount: BigInt(leaves.length), byteCount: tree.byteCount };
      try {
        return await readManifest({ contentId, generation: 0, root: "0x", ...committed }, read);
      } catch (error) {
        if (error instanceof ChunkLost) throw error;
        // a publisher may commit to anything
        return undefined;
      }
    },
  };
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return undefined;
    throw error;
  }
}
