// SPDX-License-Identifier: GPL-3.0-or-later
import { open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makeDirectory } from "../kernel/process/directory.ts";
import { encodeFrame, FRAME_HEAD_BYTES, wholeBodyAt } from "../sdk/content/chunkFrames.ts";
import { chunksUrl, leavesUrl } from "../sdk/content/edgeApi.ts";
import type { WorkLayout } from "../sdk/content/layout.ts";
import { encodeLeafList } from "../sdk/content/leafList.ts";
import { proofOf } from "../sdk/content/proof.ts";
import type { PublishedWork } from "../sdk/publishing/publishWork.ts";
import { writeWhole } from "./writeWhole.ts";

/**
 * Writes into `directory` what players ask of a work, as files that any web server or CDN serves: the manifest and each fragment, in
 * chunks with their proofs, under the paths of an edge's URLs; and the leaf list, from which an edge can fill. A file is whole or not there,
 * and one that an earlier call wrote of the same tree stays as it is.
 *
 * @param work Without a layout, as of a work without a manifest, each chunk is a file of its own.
 * @returns How many files of chunks there are, and how many of them were written now.
 */
export async function writeMirror(
  directory: string,
  { contentId, layout, tree, readChunk }: MirroredWork,
): Promise<{ files: number; written: number }> {
  const count = { files: 0, written: 0 };

  async function write(first: number, last: number): Promise<void> {
    const indices = Array.from({ length: last - first + 1 }, (_, at) => first + at);
    const proofs = indices.map((index) => proofOf(tree, index));
    const path = join(directory, pathOf(contentId, first, last));
    count.files += 1;
    const size = indices.reduce(
      (sum, index, at) => sum + FRAME_HEAD_BYTES + proofs[at]!.length + tree.leaves[index]!.length,
      0,
    );
    if (await isOfTree(path, size, proofs[0]!)) return;
    const frames: Uint8Array[] = [];
    for (const [at, index] of indices.entries())
      frames.push(encodeFrame(proofs[at]!, await readChunk(index)));
    makeDirectory(dirname(path));
    await writeWhole(path, frames);
    count.written += 1;
  }

  for (const { firstChunk, chunkCount } of wantedOf(layout, tree.leaves.length)) {
    const last = firstChunk + chunkCount - 1;
    for (let next = firstChunk; next <= last; ) {
      const body = wholeBodyAt(next, firstChunk, last);
      await write(body.first, body.last);
      next = body.last + 1;
    }
  }
  // last, since an edge that finds the list counts on the chunks
  const leaves = join(directory, new URL(leavesUrl({ endpoint: MIRROR }, contentId)).pathname);
  await writeWhole(leaves, encodeLeafList(tree.leaves));
  return count;
}

type MirroredWork = Pick<PublishedWork, "contentId" | "tree" | "readChunk"> & {
  layout: WorkLayout | undefined;
};

function wantedOf(layout: WorkLayout | undefined, leafCount: number) {
  if (!layout) return Array.from({ length: leafCount }, (_, firstChunk) => ({ firstChunk, chunkCount: 1 }));
  return [
    // a player learns from the first chunk how many hold the manifest
    { firstChunk: 0, chunkCount: 1 },
    { firstChunk: 1, chunkCount: layout.manifestChunks - 1 },
    ...layout.spans.flat(),
  ];
}

/** Whether the file is there in whole, and of this tree: its first proof names all other chunks by their hashes. */
async function isOfTree(path: string, size: number, firstProof: Uint8Array): Promise<boolean> {
  const file = await open(path).catch(() => undefined);
  if (!file) return false;
  try {
    if ((await file.stat()).size !== size) return false;
    const proof = Buffer.alloc(firstProof.length);
    await file.read(proof, 0, proof.length, FRAME_HEAD_BYTES);
    return proof.equals(firstProof);
  } finally {
    await file.close();
  }
}

const MIRROR = "http://mirror";

/** The root is no part of a path: a web server finds its files without the query. */
const pathOf = (contentId: PublishedWork["contentId"], first: number, last: number): string =>
  new URL(chunksUrl({ endpoint: MIRROR }, { contentId, root: "0x" }, first, last)).pathname;
