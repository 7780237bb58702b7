// SPDX-License-Identifier: MIT
import { formatCid } from "../content/cid.ts";
import type { WorkLayout } from "../content/layout.ts";
import type { ChunkLeaf } from "../content/leaf.ts";
import type { Manifest } from "../content/manifestFields.ts";
import { type FileBlock, fileTree } from "../content/unixfs.ts";

/** A rendition as IPFS has it: one file, its fragments in a row as they are stored. */
export type IpfsFile = {
  name: string;
  /** Of the UnixFS root. */
  cid: string;
  byteCount: number;
  firstChunk: number;
  root: FileBlock;
};

/** The files of a work's renditions, in their order. The chunks' hashes are those of the leaves, so nothing is read. */
export function ipfsFilesOf(
  { renditions }: Manifest,
  { spans }: WorkLayout,
  leaves: readonly ChunkLeaf[],
): Promise<IpfsFile[]> {
  return Promise.all(
    renditions.map(async ({ name }, number) => {
      const { firstChunk } = spans[number]![0]!;
      const last = spans[number]!.at(-1)!;
      const chunks = leaves
        .slice(firstChunk, last.firstChunk + last.chunkCount)
        .map(({ chunkHash, length }) => ({ hash: chunkHash, size: length }));
      const root = await fileTree(chunks);
      return { name, cid: formatCid(root.cid), byteCount: root.size, firstChunk, root };
    }),
  );
}
