// SPDX-License-Identifier: MIT
import { sha256 } from "../leaf.ts";
import type { FileChunk } from "../unixfs.ts";

const same = (count: number, size: number) => Array.from({ length: count }, () => size);

/** The files of ipfs.json: the sizes of their chunks, and the links of a node. */
export const FILES: Record<string, { sizes: number[]; maxLinks: number }> = {
  "0 bytes": { sizes: [], maxLinks: 1_024 },
  "1 byte": { sizes: [1], maxLinks: 1_024 },
  "65,536 bytes": { sizes: [65_536], maxLinks: 1_024 },
  "65,537 bytes": { sizes: [65_536, 1], maxLinks: 1_024 },
  "1,024 chunks": { sizes: same(1_024, 65_536), maxLinks: 1_024 },
  "1,025 chunks": { sizes: same(1_025, 65_536), maxLinks: 1_024 },
  "chunks that end with their fragments": {
    sizes: [65_536, 300, 65_536, 65_536, 7, 12_345],
    maxLinks: 1_024,
  },
  "4 levels of 3 links": { sizes: [...same(27, 100), 99], maxLinks: 3 },
};

/** A chunk's bytes: the same at places 16 apart, so that large files need few hashes. */
export function chunkOf(place: number, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, at) => (at * 31 + (at >> 8) + place) & 15);
}

/** The chunks of a file of `sizes`. */
export async function hashesOf(sizes: readonly number[]): Promise<FileChunk[]> {
  const known = new Map<string, Promise<Uint8Array>>();
  const hashOf = (place: number, size: number) => {
    const key = `${place % 16} ${size}`;
    if (!known.has(key)) known.set(key, sha256(chunkOf(place, size)));
    return known.get(key)!;
  };
  return Promise.all(sizes.map(async (size, place) => ({ hash: await hashOf(place, size), size })));
}
