// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from "viem";
import { bytesToHex } from "viem";
import { createLoadingCache } from "../../kernel/process/loadingCache.ts";
import type { Cid } from "../../sdk/content/cid.ts";
import { CHUNK_BYTES } from "../../sdk/content/leaf.ts";
import { decodeLeafList, LIST_ENTRY_BYTES } from "../../sdk/content/leafList.ts";
import type { FileBlock } from "../../sdk/content/unixfs.ts";
import { type IpfsFile, ipfsFilesOf } from "../../sdk/publishing/ipfsFiles.ts";
import type { ChunkStore } from "../chunkStore.ts";
import { leafAt } from "../heldTree.ts";
import { readManifest } from "../readManifest.ts";
import type { Work, Works } from "../works.ts";
import { blockBelow } from "./carPlan.ts";

/** A block of a held work: what lies below it, and the chunk that its file begins with. */
export type FoundBlock = { work: Work; block: FileBlock; firstChunk: number };

export type BlockIndex = {
  /** The held block of a CID; undefined for any other. */
  find(cid: Cid): Promise<FoundBlock | undefined>;
  /** Takes up the works that have changed since the last time, and the files of those whose manifest has come. */
  refresh(signal?: AbortSignal): Promise<void>;
  /** A chunk of the work has come. */
  changed(contentId: Hex): void;
  /** The work's leaf list is another. */
  forget(contentId: Hex): void;
};

/** Eight bytes a chunk: the first four of each hash, sorted, and the chunk of each. A hint, which the tree confirms. */
type Entry = {
  heads: Uint32Array;
  places: Uint32Array;
  /** The renditions of the nodes over the chunks, by their hashes; undefined until the manifest is there. */
  nodes?: ReadonlyMap<Hex, number>;
  /** Chunks on disk when the manifest was looked for last. */
  looked: number;
};

/** Memory for the trees of files that are asked for. */
const CACHE_BYTES = 32_000_000;
const BYTES_PER_CHUNK = 300;

export function createBlockIndex({
  store,
  works,
}: {
  store: Pick<ChunkStore, "contentIds" | "indicesOf" | "readChunk" | "readLeafList">;
  works: Pick<Works, "get">;
}): BlockIndex {
  // in the order of use: the last one that had a block is asked first
  const entries = new Map<Hex, Entry>();
  const changed = new Set(store.contentIds());
  const files = createLoadingCache<IpfsFile[]>({
    maxBytes: CACHE_BYTES,
    bytesOf: (all) =>
      all.reduce((sum, { byteCount }) => sum + (byteCount / CHUNK_BYTES) * BYTES_PER_CHUNK, 100),
  });

  const filesOf = (work: Work) => files.get(work.content.root, () => readFiles(work, store));

  async function takeUp(contentId: Hex): Promise<void> {
    if (!entries.has(contentId)) {
      const list = await store.readLeafList(contentId);
      if (list) entries.set(contentId, entryOf(list));
    }
    const entry = entries.get(contentId);
    if (entry) await lookForFiles(contentId, entry);
  }

  async function lookForFiles(contentId: Hex, entry: Entry): Promise<void> {
    const { size } = store.indicesOf(contentId);
    if (entry.nodes || size === entry.looked) return;
    entry.looked = size;
    const work = await works.get(contentId);
    const found = work && (await filesOf(work));
    if (found) entry.nodes = new Map(found.flatMap(({ root }, rendition) => nodesBelow(root, rendition)));
  }

  async function chunkOf(contentId: Hex, entry: Entry, hash: Uint8Array): Promise<FoundBlock | undefined> {
    for (const place of placesOf(entry, headOf(hash, 0))) {
      const work = await works.get(contentId);
      if (!work || place >= work.tree.leafCount) continue;
      const leaf = leafAt(work.tree, place);
      if (Buffer.compare(leaf.chunkHash, hash) !== 0) continue;
      const block: FileBlock = {
        cid: { codec: "raw", hash },
        size: leaf.length,
        blockBytes: leaf.length,
        chunk: 0,
      };
      return { work, block, firstChunk: place };
    }
    return undefined;
  }

  async function nodeOf(contentId: Hex, entry: Entry, hash: Uint8Array): Promise<FoundBlock | undefined> {
    const rendition = entry.nodes?.get(bytesToHex(hash));
    const work = rendition === undefined ? undefined : await works.get(contentId);
    const file = work && (await filesOf(work))?.[rendition!];
    const block = file && blockBelow(file.root, hash);
    return work && file && block && { work, block, firstChunk: file.firstChunk };
  }

  return {
    async find({ codec, hash }) {
      for (const [contentId, entry] of [...entries].reverse()) {
        const found = await (codec === "raw" ? chunkOf : nodeOf)(contentId, entry, hash);
        if (!found) continue;
        entries.delete(contentId);
        entries.set(contentId, entry);
        return found;
      }
      return undefined;
    },
    async refresh(signal) {
      for (const contentId of [...changed]) {
        if (signal?.aborted) return;
        // what comes meanwhile is a change again
        changed.delete(contentId);
        try {
          await takeUp(contentId);
        } catch (error) {
          changed.add(contentId);
          throw error;
        }
      }
    },
    changed: (contentId) => void changed.add(contentId),
    forget(contentId) {
      entries.delete(contentId);
      changed.add(contentId);
    },
  };
}

/** The files of a work by its manifest; undefined while chunks of the manifest are missing. A work without a manifest has none. */
async function readFiles(
  { content, tree }: Work,
  store: Pick<ChunkStore, "readChunk">,
): Promise<IpfsFile[] | undefined> {
  try {
    const read = await readManifest(content, (index) => store.readChunk(content.contentId, index));
    return read && (await ipfsFilesOf(read.manifest, read.layout, decodeLeafList(tree.list) ?? []));
  } catch {
    return [];
  }
}

function nodesBelow({ cid, node }: FileBlock, rendition: number): [Hex, number][] {
  if (!node) return [];
  return [[bytesToHex(cid.hash), rendition], ...node.parts.flatMap((part) => nodesBelow(part, rendition))];
}

/** Where a leaf's hash begins in a list's entry. */
const HASH_AT = 4;
const headOf = (bytes: Uint8Array, at: number) =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(at);

function entryOf(list: Uint8Array): Entry {
  const count = Math.floor(list.length / LIST_ENTRY_BYTES);
  const head = (place: number) => headOf(list, place * LIST_ENTRY_BYTES + HASH_AT);
  const places = Uint32Array.from({ length: count }, (_, place) => place).sort((a, b) => head(a) - head(b));
  return { heads: Uint32Array.from(places, head), places, looked: -1 };
}

/** The places of the hashes that begin with `head`. */
function* placesOf({ heads, places }: Entry, head: number): Generator<number> {
  let low = 0;
  for (let high = heads.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (heads[middle]! < head) low = middle + 1;
    else high = middle;
  }
  for (; low < heads.length && heads[low] === head; low++) yield places[low]!;
}
