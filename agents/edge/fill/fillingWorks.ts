// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from "viem";
import { HttpError } from "../../kernel/http/problem.ts";
import type { Clock } from "../../kernel/process/clock.ts";
import { createLoadingCache } from "../../kernel/process/loadingCache.ts";
import type { OwnedContent, Work, Works } from "../works.ts";
import type { Filler } from "./filler.ts";

/** How long a work that nobody has is not looked for again; and of how many that is remembered. */
const MISSED_MS = 5_000;
const MOST_MISSED = 1_000;
/** Works that are looked for at once: anybody may ask for any work. */
const MOST_LOOKED_FOR = 8;

/** Works as viewers ask for them: one that is final on chain and not held is taken from a source, where the edge takes it at all. */
export function fillingWorks(options: {
  works: Works;
  filler: Pick<Filler, "work">;
  /** Whether the edge takes works of this publisher from anybody. */
  takes(content: OwnedContent): boolean;
  clock: Clock;
}): Pick<Works, "get"> {
  const { works, filler, takes, clock } = options;
  const missed = new Map<Hex, number>();
  // shares a search among all who ask; the work itself is remembered by `works`
  const searches = createLoadingCache<Work>({ maxBytes: 0, bytesOf: () => 1 });
  let lookedFor = 0;

  async function search(contentId: Hex): Promise<Work | undefined> {
    const content = await unlessRefused(() => works.contentToAccept(contentId));
    if (!content || !takes(content)) return undefined;
    return filler.work(content, (list) => works.accept(content, list));
  }

  async function searchOnce(contentId: Hex): Promise<Work | undefined> {
    if ((missed.get(contentId) ?? 0) > clock.nowMs() || lookedFor >= MOST_LOOKED_FOR) return undefined;
    lookedFor += 1;
    try {
      const found = await search(contentId);
      if (missed.size >= MOST_MISSED) missed.clear();
      if (!found) missed.set(contentId, clock.nowMs() + MISSED_MS);
      return found;
    } finally {
      lookedFor -= 1;
    }
  }

  return {
    async get(contentId) {
      return (await works.get(contentId)) ?? searches.get(contentId, () => searchOnce(contentId));
    },
  };
}

/** A work that is unknown, not final or too large is not held, and that is all. */
async function unlessRefused<Result>(read: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof HttpError) return undefined;
    throw error;
  }
}
