// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address, Hex } from "viem";
import { type ChainConnection, latestFinal } from "../kernel/chain/chain.ts";
import { HttpError } from "../kernel/http/problem.ts";
import { TryAgainError } from "../kernel/process/errors.ts";
import { createLoadingCache } from "../kernel/process/loadingCache.ts";
import { contentRegistryAbi } from "../sdk/abis.generated.ts";
import type { CommittedContent } from "../sdk/content/tree.ts";
import type { ChunkStore } from "./chunkStore.ts";
import type { Hashing } from "./hashing.ts";
import { type HeldTree, isCommitted, leafAt } from "./heldTree.ts";
import { acceptContent, replacedChunks, requireCommitted, requireListLength } from "./policy.ts";
import type { Quotas } from "./quotas.ts";

/** A work as it is committed on chain, and whose it is. */
export type OwnedContent = CommittedContent & { publisher: Address; payee: Hex };

/** A work whose tree this edge has rebuilt, so that the edge may sign for the chunks. */
export type Work = { content: OwnedContent; tree: HeldTree };

export type Works = {
  /** The work; undefined without a leaf list that matches the chain. */
  get(contentId: Hex): Promise<Work | undefined>;
  /** Reads the work from the chain. Throws an HttpError unless this edge accepts the work. */
  contentToAccept(contentId: Hex): Promise<OwnedContent>;
  /** The work as it is on chain at the last final block. */
  finalContent(contentId: Hex): Promise<OwnedContent>;
  /** Stores the leaf list of a work from `contentToAccept`. Throws an HttpError. */
  accept(content: OwnedContent, list: Uint8Array): Promise<Work>;
  /** Lets the next request read the work from the chain again; all works without an id. */
  forget(contentId?: Hex): void;
};

/** The work. Throws an HttpError, 404, when the edge has no leaf list of it. */
export async function requireWork(works: Pick<Works, "get">, contentId: Hex): Promise<Work> {
  const work = await works.get(contentId);
  if (work) return work;
  throw new HttpError(
    404,
    "work_not_held",
    "This edge holds no leaf list of the work. Send the leaf list first.",
  );
}

/** The memory for trees, counted by their leaves. */
const CACHE_BYTES = 64_000_000;
const BYTES_PER_LEAF = 150;

export function createWorks(options: {
  chain: ChainConnection<"ContentRegistry">;
  store: ChunkStore;
  hashing: Hashing;
  finalityBlocks: number;
  maxContentBytes: number;
  /** Whether the operator has dropped the work. */
  isDropped(contentId: Hex): boolean;
  quotas: Pick<Quotas, "take">;
  /** Called when a work's root may be another, without an id when every work's may. */
  onChange?: (contentId?: Hex) => void;
}): Works {
  const { chain, store, hashing, finalityBlocks, maxContentBytes, isDropped, quotas } = options;
  const { onChange } = options;
  const { publicClient, deployment } = chain;

  async function committedAt(contentId: Hex, blockNumber: bigint): Promise<OwnedContent> {
    const { publisher, payee, generation, leafCount, byteCount, root } = await publicClient.readContract({
      address: deployment.contracts.ContentRegistry,
      abi: contentRegistryAbi,
      functionName: "contentOf",
      args: [contentId],
      blockNumber,
    });
    return { contentId, publisher, payee, generation, leafCount, byteCount, root };
  }

  async function finalContent(contentId: Hex): Promise<OwnedContent> {
    return committedAt(contentId, await latestFinal(publicClient, finalityBlocks));
  }

  async function treeOf(content: CommittedContent, list: Uint8Array): Promise<HeldTree> {
    requireListLength(content, list);
    return requireCommitted(content, await hashing.buildTree(list));
  }

  async function load(contentId: Hex): Promise<Work | undefined> {
    const list = await store.readLeafList(contentId);
    if (!list) return undefined;
    const content = await unlessUnreachable(() => finalContent(contentId));
    try {
      return { content, tree: await treeOf(content, list) };
    } catch (error) {
      // a damaged or outdated leaf list has to be sent again
      if (error instanceof HttpError) return undefined;
      throw error;
    }
  }

  const works = createLoadingCache<Work>({
    maxBytes: CACHE_BYTES,
    bytesOf: ({ tree }) => tree.leafCount * BYTES_PER_LEAF,
  });
  const get = (contentId: Hex) => works.get(contentId, () => load(contentId));

  return {
    get,
    finalContent,
    forget(contentId) {
      works.forget(contentId);
      onChange?.(contentId);
    },
    contentToAccept: (contentId) =>
      unlessUnreachable(async () => {
        if (isDropped(contentId)) throw dropped();
        const head = await publicClient.getBlockNumber({ cacheTime: 0 });
        const [now, final] = await Promise.all([committedAt(contentId, head), finalContent(contentId)]);
        return acceptContent(now, final, maxContentBytes);
      }),
    async accept(content, list) {
      const held = await get(content.contentId);
      const tree = await treeOf(content, list);
      if (held && isCommitted(content, held.tree)) return held;
      await quotas.take(content);
      const before = await store.readLeafList(content.contentId);
      if (before) {
        for (const index of replacedChunks(before, list, store.indicesOf(content.contentId))) {
          const bytes = await store.readChunk(content.contentId, index);
          // of a damaged list, too, entries differ
          if (bytes && index < tree.leafCount && (await hashing.isChunkOf(leafAt(tree, index), bytes)))
            continue;
          await store.removeChunk(content.contentId, index);
        }
      }
      await store.writeLeafList(content.contentId, list);
      const work = { content, tree };
      works.set(content.contentId, work);
      onChange?.(content.contentId);
      return work;
    },
  };
}

const dropped = () =>
  new HttpError(403, "not_taken", "This edge's operator has dropped the work. Try another edge.");

async function unlessUnreachable<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof HttpError) throw error;
    throw new TryAgainError(
      "This edge cannot reach the chain.",
      "Try again in a while, or try another edge.",
      { cause: error },
    );
  }
}
