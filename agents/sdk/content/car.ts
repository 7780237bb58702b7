// SPDX-License-Identifier: MIT
import { type Cid, cidBytes } from "./cid.ts";
import { concatBytes } from "./merkle.ts";
import type { FileBlock } from "./unixfs.ts";
import { varint } from "./varint.ts";

/** DAG-CBOR of `{ roots: [<CID>], version: 1 }`, around the CID's 36 bytes. */
const BEFORE_ROOT = Uint8Array.of(0xa2, 0x65, ...ascii("roots"), 0x81, 0xd8, 0x2a, 0x58, 37, 0);
const AFTER_ROOT = Uint8Array.of(0x67, ...ascii("version"), 1);

/**
 * Writes a file as a CAR (version 1), for `ipfs dag import`: every node before what lies below it, every chunk in its place, and a chunk
 * that comes twice two times. Holds one chunk in memory.
 */
export async function* carOf(
  root: FileBlock,
  readChunk: (place: number) => Promise<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield carHeader(root.cid);
  yield* sectionsOf(root, readChunk);
}

/** What a CAR with one root begins with. */
export function carHeader(root: Cid): Uint8Array {
  const header = concatBytes([BEFORE_ROOT, cidBytes(root), AFTER_ROOT]);
  return concatBytes([varint(header.length), header]);
}

async function* sectionsOf(
  { cid, chunk, node }: FileBlock,
  readChunk: (place: number) => Promise<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const bytes = node?.bytes ?? (chunk === undefined ? new Uint8Array() : await readChunk(chunk));
  const head = cidBytes(cid);
  yield concatBytes([varint(head.length + bytes.length), head, bytes]);
  for (const part of node?.parts ?? []) yield* sectionsOf(part, readChunk);
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
