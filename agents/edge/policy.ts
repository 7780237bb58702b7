// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from "viem";
import { HttpError } from "../kernel/http/problem.ts";
import { isFrameRange, MOST_FRAMES } from "../sdk/content/chunkFrames.ts";
import { CHUNK_BYTES } from "../sdk/content/leaf.ts";
import { LIST_ENTRY_BYTES } from "../sdk/content/leafList.ts";
import type { CommittedContent } from "../sdk/content/tree.ts";
import { type HeldTree, isCommitted } from "./heldTree.ts";

// The rules for an edge's input. A function here throws an HttpError with the reason of a refusal.

/** The least mean chunk size: works of many tiny chunks would cost more in leaves than in bytes. */
const LEAST_AVERAGE_CHUNK_BYTES = 16_384;

/** The longest leaf list that an edge takes, in bytes. */
export function maxLeafListBytes(maxContentBytes: number): number {
  return LIST_ENTRY_BYTES * (2 + Math.ceil(maxContentBytes / LEAST_AVERAGE_CHUNK_BYTES));
}

/** Reads a contentId from a path, in lower case. */
export function parseContentId(text: string | undefined): Hex {
  if (text && /^0x[0-9a-f]{64}$/i.test(text)) return text.toLowerCase() as Hex;
  throw new HttpError(400, "bad_content_id", "The contentId is malformed: send 0x and 64 hex digits.");
}

/** Reads a chunk's index from a path. */
export function parseIndex(text: string | undefined): number {
  if (text && /^(0|[1-9][0-9]{0,14})$/.test(text)) return Number(text);
  throw new HttpError(400, "bad_index", "The index is malformed: send a whole number from 0.");
}

/** Reads the root that a URL names. */
export function parseRoot(text: string | undefined): Hex {
  if (text && /^0x[0-9a-f]{64}$/.test(text)) return text as Hex;
  throw new HttpError(
    400,
    "bad_root",
    "The URL names no root: add ?root=0x… with the work's root on chain, in lower case.",
  );
}

/** Refuses another spelling of a URL that caches keep: each would be a copy of its own. */
export function requireCanonical(url: string, canonical: string): void {
  if (url === canonical) return;
  throw new HttpError(400, "not_canonical", `The URL has one spelling, for caches: ask for ${canonical}.`);
}

/** Refuses more chunks than one framed answer holds, and an order that is none. */
export function requireFrameRange(first: number, last: number): void {
  if (isFrameRange(first, last)) return;
  throw new HttpError(
    400,
    "bad_range",
    `The range is malformed: ask for 1 to ${MOST_FRAMES} chunks, the first one first.`,
  );
}

/** Refuses a work whose root is another than the one asked for: cached for ever, an answer must be of the named root. */
export function requireRoot({ root }: CommittedContent, asked: Hex): void {
  if (root === asked) return;
  throw new HttpError(
    404,
    "other_root",
    `This edge holds the work under the root ${root}. Read the work's root on chain, or try another edge.`,
  );
}

/**
 * The work to accept, by its state now and at the last final block. Only final works are accepted: after a reorg a
 * publisher may commit other chunks under the same id, and receipts for the first would be lies (CNT-2).
 */
export function acceptContent<Content extends CommittedContent>(
  now: Content,
  final: Content,
  maxContentBytes: number,
): Content {
  if (now.leafCount === 0n && final.leafCount === 0n) {
    throw new HttpError(
      404,
      "unknown_content",
      "No chunk of this work is committed on chain. Register the work first.",
    );
  }
  if (now.root !== final.root) {
    throw new HttpError(409, "not_final", "The work's root is not final on chain yet. Try again in a while.");
  }
  const listBytes = Number(final.leafCount) * LIST_ENTRY_BYTES;
  if (final.byteCount > BigInt(maxContentBytes) || listBytes > maxLeafListBytes(maxContentBytes)) {
    throw new HttpError(
      413,
      "content_too_large",
      `This edge takes works of ${maxContentBytes} bytes at most: try another edge.`,
    );
  }
  return final;
}

/** Refuses a leaf list that cannot be the committed one, before its tree is built. */
export function requireListLength(content: CommittedContent, list: Uint8Array): void {
  const expectedBytes = Number(content.leafCount) * LIST_ENTRY_BYTES;
  if (list.length === expectedBytes) return;
  const entry = "length u32, chunkHash, piecesRoot";
  throw new HttpError(
    400,
    "bad_leaf_list",
    `The leaf list has the wrong length: send ${expectedBytes} bytes, ${entry} for each chunk.`,
  );
}

/** The tree of a leaf list, which must be exactly the committed one (CNT-2); undefined stands for a list that is none. */
export function requireCommitted(content: CommittedContent, tree: HeldTree | undefined): HeldTree {
  if (tree && isCommitted(content, tree)) return tree;
  throw new HttpError(
    422,
    "leaf_list_differs",
    "The leaf list does not lead to the work's root on chain. Send the list of the committed chunks.",
  );
}

/** Refuses a chunk that the work does not have. */
export function requireChunkOf({ leafCount }: HeldTree, index: number): void {
  if (index < leafCount) return;
  throw new HttpError(404, "no_such_chunk", `No such chunk: the work has chunks 0 to ${leafCount - 1}.`);
}

/** Refuses a range of chunks that are not all stored. */
export function requireStored(
  stored: ReadonlySet<number>,
  leafCount: number,
  first: number,
  last: number,
): void {
  // a whole work, the usual case, takes no look at each chunk
  if (stored.size === leafCount) return;
  for (let index = first; index <= last; index++) if (!stored.has(index)) throw notHeld();
}

export const notHeld = () =>
  new HttpError(404, "chunk_not_held", "This edge does not hold the chunk. Try another edge.");

/** Refuses a range of bytes that begins after the work's end, or is malformed. */
export const unsatisfiable = (length: number) =>
  new HttpError(416, "bad_range", `Ask for one range of the work's ${length} bytes: bytes=first-last.`, {
    headers: { "content-range": `bytes */${length}` },
  });

/** Refuses a body before it is read, by the length it announces. */
export function requireChunkLength(announced: string | undefined): void {
  if (announced === undefined)
    throw new HttpError(411, "length_required", "The content-length is missing: send one.");
  if (Number(announced) > CHUNK_BYTES) {
    throw new HttpError(413, "too_large", `The body is too large: send ${CHUNK_BYTES} bytes at most.`);
  }
}

/** Those of the `stored` chunks whose leaf is another one in `list`: by their numbers, old chunks would pass for new ones. */
export function replacedChunks(before: Uint8Array, list: Uint8Array, stored: ReadonlySet<number>): number[] {
  const entryOf = (leaves: Uint8Array, index: number) =>
    leaves.subarray(index * LIST_ENTRY_BYTES, (index + 1) * LIST_ENTRY_BYTES);
  return [...stored].filter((index) => Buffer.compare(entryOf(before, index), entryOf(list, index)) !== 0);
}

/** The indices below `leafCount` that are not in `stored`, as [first, last] ranges in order. */
export function missingRanges(leafCount: number, stored: ReadonlySet<number>): [number, number][] {
  const ranges: [number, number][] = [];
  for (let index = 0; index < leafCount; index++) {
    if (stored.has(index)) continue;
    const last = ranges.at(-1);
    if (last?.[1] === index - 1) last[1] = index;
    else ranges.push([index, index]);
  }
  return ranges;
}
