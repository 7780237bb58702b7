// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from "viem";
import type { ChainConnection } from "../kernel/chain/chain.ts";
import type { Logger } from "../kernel/process/log.ts";
import { contentRegistryAbi } from "../sdk/abis.generated.ts";
import { leavesUrl } from "../sdk/content/edgeApi.ts";
import { decodeLeafList, LIST_ENTRY_BYTES } from "../sdk/content/leafList.ts";
import { type Edge, readAtMost } from "../sdk/content/requestChunk.ts";
import { buildTree, type CommittedContent, type ContentTree, isWellFormed } from "../sdk/content/tree.ts";

/** A work whose true tree is known. */
export type KnownWork = { content: Committed; tree: ContentTree };

/** A work's commitment, and whether the work may still grow. */
type Committed = CommittedContent & { live: boolean };

export type KnownWorks = {
  /** The work as committed now, with leaves from any of `edges`; undefined when no edge has them. */
  get(contentId: Hex, edges: readonly Edge[], signal: AbortSignal): Promise<KnownWork | undefined>;
};

/** The most leaves in memory, of one work and of all together: about 200 MB. */
const MOST_LEAVES = 500_000;
/** A leaf list may be large, and gets more time than a chunk. */
const LIST_TIMEOUT_MS = 30_000;

export function createKnownWorks(chain: ChainConnection<"ContentRegistry">, log: Logger): KnownWorks {
  const known = new Map<Hex, KnownWork>();

  async function committed(contentId: Hex): Promise<Committed> {
    const content = await chain.publicClient.readContract({
      address: chain.deployment.contracts.ContentRegistry,
      abi: contentRegistryAbi,
      functionName: "contentOf",
      args: [contentId],
    });
    return { contentId, ...content };
  }

  function remember(work: KnownWork): void {
    known.set(work.content.contentId, work);
    let leaves = [...known.values()].reduce((sum, { tree }) => sum + tree.leaves.length, 0);
    for (const [contentId, { tree }] of known) {
      if (leaves <= MOST_LEAVES) return;
      known.delete(contentId);
      leaves -= tree.leaves.length;
    }
  }

  return {
    async get(contentId, edges, signal) {
      const content = await committed(contentId);
      const have = known.get(contentId);
      // the end of a live work changes no root
      if (have?.content.root === content.root) return { ...have, content };
      // whoever registers a work may say that it has any number of chunks, and send as many bytes for its list
      if (content.leafCount > MOST_LEAVES) return undefined;
      for (const edge of edges) {
        try {
          const tree = await fetchTree(edge, content, signal);
          if (!tree) continue;
          const work = { content, tree };
          remember(work);
          return work;
        } catch (error) {
          signal.throwIfAborted();
          log.debug({ edge: edge.operator, contentId, err: error }, "edge sent no leaf list");
        }
      }
      return undefined;
    },
  };
}

/** Reads an edge's leaf list of `content`, and checks it; undefined when the tree is not the one on chain. */
async function fetchTree(
  edge: Edge,
  content: CommittedContent,
  signal: AbortSignal,
): Promise<ContentTree | undefined> {
  const response = await fetch(leavesUrl(edge, content.contentId), {
    redirect: "error",
    signal: AbortSignal.any([signal, AbortSignal.timeout(LIST_TIMEOUT_MS)]),
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    return undefined;
  }
  const leaves = decodeLeafList(await readAtMost(response, Number(content.leafCount) * LIST_ENTRY_BYTES));
  const tree = leaves && buildTree(leaves);
  return tree && isWellFormed(content, tree) ? tree : undefined;
}
