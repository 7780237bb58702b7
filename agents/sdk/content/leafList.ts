// SPDX-License-Identifier: MIT
import { CHUNK_BYTES, type ChunkLeaf } from "./leaf.ts";
import { HASH_BYTES } from "./merkle.ts";

/** Bytes of one entry of a leaf list: `length u32 ‖ chunkHash ‖ piecesRoot`; its place is the index. */
export const LIST_ENTRY_BYTES = 68;

/** Encodes all leaves of a work, in order, for the exchange with edges. */
export function encodeLeafList(leaves: readonly ChunkLeaf[]): Uint8Array {
  const list = new Uint8Array(leaves.length * LIST_ENTRY_BYTES);
  const view = new DataView(list.buffer);
  leaves.forEach(({ length, chunkHash, piecesRoot }, index) => {
    const offset = index * LIST_ENTRY_BYTES;
    view.setUint32(offset, length);
    list.set(chunkHash, offset + 4);
    list.set(piecesRoot, offset + 4 + HASH_BYTES);
  });
  return list;
}

/** Reads a leaf list; undefined for a list that is empty, cut short, or holds an impossible length. */
export function decodeLeafList(list: Uint8Array): ChunkLeaf[] | undefined {
  if (list.length === 0 || list.length % LIST_ENTRY_BYTES !== 0) return undefined;
  const leaves = Array.from({ length: list.length / LIST_ENTRY_BYTES }, (_, index) =>
    leafInList(list, index),
  );
  return leaves.every(({ length }) => length > 0 && length <= CHUNK_BYTES) ? leaves : undefined;
}

/** The leaf at `index` of a list that has one. */
export function leafInList(list: Uint8Array, index: number): ChunkLeaf {
  const offset = index * LIST_ENTRY_BYTES;
  return {
    index,
    length: new DataView(list.buffer, list.byteOffset, list.length).getUint32(offset),
    chunkHash: list.slice(offset + 4, offset + 4 + HASH_BYTES),
    piecesRoot: list.slice(offset + 4 + HASH_BYTES, offset + LIST_ENTRY_BYTES),
  };
}
