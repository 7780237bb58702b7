// SPDX-License-Identifier: MIT
import type { Cid } from "./cid.ts";
import { encodeFileNode, type FileLink } from "./dagPb.ts";
import { sha256 } from "./leaf.ts";

/** A file's chunk, by its SHA-256; a chunk of a work has both in its leaf. */
export type FileChunk = { hash: Uint8Array; size: number };

/** A block of a file: a chunk, whose bytes are elsewhere, or a node over blocks. */
export type FileBlock = FileLink & {
  /** The place of a chunk; undefined for a node. */
  chunk?: number;
  /** A node's bytes and what lies below. */
  node?: { bytes: Uint8Array; parts: FileBlock[] };
};

/** Links of one node. */
const MOST_LINKS = 1_024;

/**
 * The UnixFS tree over a file's chunks; its root is the file's CID. Of chunks of 65,536 bytes, the root is that of
 * `ipfs add --cid-version=1 --raw-leaves --chunker=size-65536`.
 *
 * @example
 * const { cid } = await fileTree(leaves.map(({ chunkHash, length }) => ({ hash: chunkHash, size: length })));
 * formatCid(cid);
 */
export async function fileTree(
  chunks: readonly FileChunk[],
  options: { maxLinks?: number } = {},
): Promise<FileBlock> {
  const { maxLinks = MOST_LINKS } = options;
  let level: FileBlock[] = chunks.map(({ hash, size }, chunk) => ({
    ...{ cid: { codec: "raw", hash } satisfies Cid as Cid, size, blockBytes: size },
    chunk,
  }));
  // an empty file is one empty block
  if (level.length === 0) return emptyFile();
  while (level.length > 1) {
    const groups = Array.from({ length: Math.ceil(level.length / maxLinks) }, (_, at) =>
      level.slice(at * maxLinks, (at + 1) * maxLinks),
    );
    level = await Promise.all(groups.map(nodeOver));
  }
  return level[0]!;
}

async function nodeOver(parts: FileBlock[]): Promise<FileBlock> {
  const bytes = encodeFileNode(parts);
  const sum = (field: "size" | "blockBytes") => parts.reduce((total, part) => total + part[field], 0);
  return {
    cid: { codec: "dagPb", hash: await sha256(bytes) },
    size: sum("size"),
    blockBytes: bytes.length + sum("blockBytes"),
    node: { bytes, parts },
  };
}

async function emptyFile(): Promise<FileBlock> {
  return { cid: { codec: "raw", hash: await sha256(new Uint8Array()) }, size: 0, blockBytes: 0 };
}
