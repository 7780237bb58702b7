// SPDX-License-Identifier: GPL-3.0-or-later
import { bytesToHex, type Hex, type LocalAccount } from "viem";
import { HttpError } from "../kernel/http/problem.ts";
import type { Logger } from "../kernel/process/log.ts";
import { encodeFrame } from "../sdk/content/chunkFrames.ts";
import { sha256 } from "../sdk/content/leaf.ts";
import { type Court, signReceipt } from "../sdk/content/receipt.ts";
import type { ChunkStore } from "./chunkStore.ts";
import { leafAt, lengthAt, proofAt } from "./heldTree.ts";
import { holdsBytesOf } from "./isChunkOf.ts";
import type { EdgeMetrics } from "./metrics.ts";
import { createPinnedCache, type Slot } from "./pinnedCache.ts";
import { notHeld } from "./policy.ts";
import type { Work } from "./works.ts";

/** A chunk ready to send to any viewer: checked once, at its load. */
export type ReadyChunk = {
  /** The frame of a framed answer: head, proof, bytes. */
  frame: Buffer;
  /** The end of the frame. */
  bytes: Buffer;
  /** The packed proof, in base64. */
  proof(): string;
  /** The edge's signature over the receipt, made when it is asked for first. */
  receipt(): Promise<Hex>;
};

/** Chunks that stay in memory until `release`, which must be called. */
export type TakenChunks = { chunks: ReadyChunk[]; release(): void };

export type ServedChunks = {
  /** The chunks from `first` to `last` with their proofs. Throws an HttpError unless the edge holds all of them, true to their leaves. */
  take(work: Work, first: number, last: number): Promise<TakenChunks>;
};

/** Memory for a chunk beside its bytes: the proof, as bytes and as text, the receipt, and the objects. */
const BYTES_BESIDE = 3_000;

export function createServedChunks(options: {
  store: ChunkStore;
  account: LocalAccount;
  court: Court;
  cacheBytes: number;
  /** Brings a chunk that is not on disk, equal to its leaf; undefined where nobody has it. */
  fill?: ((work: Work, index: number) => Promise<Buffer | undefined>) | undefined;
  /** The drill: this chunk of every work is served with a flipped byte. */
  faultChunk: number | undefined;
  /** The drill: this chunk of every work is not served. */
  faultWithhold?: number | undefined;
  metrics: EdgeMetrics;
  log: Logger;
}): ServedChunks {
  const { store, account, court, fill, faultChunk, faultWithhold, metrics, log } = options;

  async function fromDisk({ content, tree }: Work, index: number): Promise<Buffer | undefined> {
    const { contentId } = content;
    const stored = await store.readChunk(contentId, index);
    // a disk may rot, and a signed receipt must be true (CNT-2); the pieces were checked when the chunk came
    if (!stored || (await holdsBytesOf(leafAt(tree, index), stored))) return stored;
    log.warn({ contentId, index }, "chunk dropped: damaged on disk; publish the work again to repair");
    await store.removeChunk(contentId, index);
    metrics.chunksDamaged.inc();
    return undefined;
  }

  async function load(work: Work, index: number): Promise<ReadyChunk | undefined> {
    const { content, tree } = work;
    const { contentId, generation } = content;
    if (index === faultWithhold) return undefined;
    // without a look at the disk, so that all chunks of one request are asked for in one go
    const isStored = !fill || store.indicesOf(contentId).has(index);
    const stored = (isStored ? await fromDisk(work, index) : undefined) ?? (await fill?.(work, index));
    if (!stored) return undefined;
    const proof = proofAt(tree, index);
    const frame = Buffer.from(encodeFrame(proof, stored).buffer);
    const bytes = frame.subarray(-stored.length);
    if (index === faultChunk) bytes[0]! ^= 1;
    let text: string | undefined;
    let signature: Promise<Hex> | undefined;
    const sign = async () => {
      const chunkHash = bytesToHex(await sha256(bytes));
      const receipt = { contentId, generation, index: BigInt(index), length: bytes.length, chunkHash };
      return signReceipt(account, court, receipt);
    };
    return {
      frame,
      bytes,
      proof: () => (text ??= Buffer.from(proof).toString("base64")),
      receipt: () => (signature ??= sign()),
    };
  }

  const cache = createPinnedCache<ReadyChunk>(options.cacheBytes);

  return {
    async take(work, first, last) {
      const slots: Slot<ReadyChunk>[] = [];
      const release = () => slots.forEach(cache.unpin);
      try {
        for (let index = first; index <= last; index++) {
          const length = lengthAt(work.tree, index);
          // the root is in the key, so that no proof or receipt of an older tree is ever served
          const slot = cache.pin(`${work.content.root}/${index}`, length + BYTES_BESIDE, () =>
            load(work, index),
          );
          if (!slot) throw busy();
          slots.push(slot);
        }
        const chunks: ReadyChunk[] = [];
        for (const { value } of slots) {
          const chunk = value instanceof Promise ? await value : value;
          if (!chunk) throw notHeld();
          chunks.push(chunk);
        }
        return { chunks, release };
      } catch (error) {
        release();
        throw error;
      }
    },
  };
}

const busy = () =>
  new HttpError(
    503,
    "busy",
    "All of this edge's memory is in use. Try again in a while, or try another edge.",
    {
      headers: { "retry-after": "1" },
    },
  );
