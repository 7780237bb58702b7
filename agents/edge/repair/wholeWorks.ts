// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from "viem";
import type { ChunkStore } from "../chunkStore.ts";
import type { Work, Works } from "../works.ts";

export type WholeWorks = {
  /** Looks at works that came since the last time. */
  refresh(): Promise<void>;
  /** The roots of the works of which every chunk is on disk now, and that the operator keeps. */
  roots(): Set<Hex>;
  /** The work's root may be another, every work's without an id. */
  forget(contentId?: Hex): void;
};

/** The works that this edge holds whole, for which it may sign: by their final roots, and the chunks on disk. */
export function createWholeWorks(options: {
  store: Pick<ChunkStore, "contentIds" | "indicesOf">;
  works: Pick<Works, "get">;
  isDropped(contentId: Hex): boolean;
}): WholeWorks {
  const { store, works, isDropped } = options;
  const known = new Map<Hex, Pick<Work["tree"], "leafCount"> & { root: Hex }>();
  let changes = 0;

  return {
    async refresh() {
      const there = new Set(store.contentIds());
      for (const contentId of known.keys()) if (!there.has(contentId)) known.delete(contentId);
      for (const contentId of there) {
        if (known.has(contentId) || store.indicesOf(contentId).size === 0) continue;
        const before = changes;
        const work = await works.get(contentId);
        // what was forgotten meanwhile is looked at the next time
        if (work && before === changes)
          known.set(contentId, { root: work.content.root, leafCount: work.tree.leafCount });
      }
    },
    roots() {
      const whole = [...known].filter(
        ([contentId, { leafCount }]) =>
          store.indicesOf(contentId).size === leafCount && !isDropped(contentId),
      );
      return new Set(whole.map(([, { root }]) => root));
    },
    forget(contentId) {
      changes += 1;
      if (contentId) known.delete(contentId);
      else known.clear();
    },
  };
}
