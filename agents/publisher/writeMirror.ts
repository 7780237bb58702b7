// SPDX-License-Identifier: GPL-3.0-or-later
import { dirname, join } from "node:path";
import { makeDirectory } from "../kernel/process/directory.ts";
import { encodeFrame, wholeBodyAt } from "../sdk/content/chunkFrames.ts";
import { chunksUrl, leavesUrl } from "../sdk/content/edgeApi.ts";
import { encodeLeafList } from "../sdk/content/leafList.ts";
import { proofOf } from "../sdk/content/proof.ts";
import type { PublishedWork } from "../sdk/publishing/publishWork.ts";
import { writeWhole } from "./writeWhole.ts";

/**
 * Writes into `directory` what players ask of a work, as files that any web server or CDN serves: the manifest and each fragment, in
 * chunks with their proofs, under the paths of an edge's URLs; and the leaf list, from which an edge can fill. A file is whole or not there.
 */
export async function writeMirror(
  directory: string,
  { contentId, layout, tree, readChunk }: Pick<PublishedWork, "contentId" | "layout" | "tree" | "readChunk">,
): Promise<void> {
  async function write(first: number, last: number): Promise<void> {
    const frames: Uint8Array[] = [];
    for (let index = first; index <= last; index++)
      frames.push(encodeFrame(proofOf(tree, index), await readChunk(index)));
    const path = join(directory, pathOf(contentId, first, last));
    makeDirectory(dirname(path));
    await writeWhole(path, frames);
  }

  const { manifestChunks, spans } = layout;
  // a player learns from the first chunk how many hold the manifest
  const wanted = [
    { firstChunk: 0, chunkCount: 1 },
    { firstChunk: 1, chunkCount: manifestChunks - 1 },
    ...spans.flat(),
  ];
  for (const { firstChunk, chunkCount } of wanted) {
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
}

const MIRROR = "http://mirror";

/** The root is no part of a path: a web server finds its files without the query. */
const pathOf = (contentId: PublishedWork["contentId"], first: number, last: number): string =>
  new URL(chunksUrl({ endpoint: MIRROR }, { contentId, root: "0x" }, first, last)).pathname;
