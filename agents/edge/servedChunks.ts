// SPDX-License-Identifier: GPL-3.0-or-later
import { bytesToHex, type Hex, type LocalAccount } from "viem";
import type { Logger } from "../kernel/process/log.ts";
import { sha256 } from "../sdk/content/leaf.ts";
import { proofOf } from "../sdk/content/proof.ts";
import { type Court, signReceipt } from "../sdk/content/receipt.ts";
import type { ChunkStore } from "./chunkStore.ts";
import { createLoadingCache } from "./loadingCache.ts";
import type { EdgeMetrics } from "./metrics.ts";
import { isChunkOf, leafAt } from "./policy.ts";
import type { Work } from "./works.ts";

/** A chunk ready to send to any viewer: neither proof nor receipt depends on the viewer. */
export type SignedChunk = { bytes: Buffer; proof: string; signature: Hex };

export type ServedChunks = {
  /** The chunk with its proof and receipt; undefined when the chunk is not held. */
  get(work: Work, index: number): Promise<SignedChunk | undefined>;
};

export function createServedChunks(options: {
  store: ChunkStore;
  account: LocalAccount;
  court: Court;
  cacheBytes: number;
  /** The drill: this chunk of every work is served with a flipped byte. */
  faultChunk: number | undefined;
  metrics: EdgeMetrics;
  log: Logger;
}): ServedChunks {
  const { store, account, court, faultChunk, metrics, log } = options;

  async function load({ content, tree }: Work, index: number): Promise<SignedChunk | undefined> {
    const { contentId, generation } = content;
    const stored = await store.readChunk(contentId, index);
    if (!stored) return undefined;
    // a disk may rot, and a signed receipt must be true (CNT-2)
    if (!(await isChunkOf(leafAt(tree, index), stored))) {
      log.warn({ contentId, index }, "chunk dropped: damaged on disk; publish the work again to repair");
      await store.removeChunk(contentId, index);
      metrics.chunksDamaged.inc();
      return undefined;
    }
    const bytes = index === faultChunk ? withFlippedByte(stored) : stored;
    const chunkHash = bytesToHex(await sha256(bytes));
    const receipt = { contentId, generation, index: BigInt(index), length: bytes.length, chunkHash };
    const signature = await signReceipt(account, court, receipt);
    return { bytes, proof: Buffer.from(proofOf(tree, index)).toString("base64"), signature };
  }

  const chunks = createLoadingCache<SignedChunk>({
    maxBytes: options.cacheBytes,
    bytesOf: ({ bytes }) => bytes.length,
  });

  return {
    // the root is in the key, so that no receipt for an older tree is ever served
    get: (work, index) => chunks.get(`${work.content.root}/${index}`, () => load(work, index)),
  };
}

function withFlippedByte(bytes: Buffer): Buffer {
  const flipped = Buffer.from(bytes);
  flipped[0]! ^= 1;
  return flipped;
}
