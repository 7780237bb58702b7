// SPDX-License-Identifier: GPL-3.0-or-later
import { z } from "zod";
import type { Outgoing } from "../../kernel/http/outgoing.ts";
import type { Clock } from "../../kernel/process/clock.ts";
import { contentUrl } from "../../sdk/content/edgeApi.ts";
import type { Work } from "../works.ts";
import type { Source } from "./sources.ts";

/** What sources lack of works, as they said a moment ago. */
export type Holdings = {
  /** The last chunk of those from `index` on that `source` may have in a row; below `index` where it lacks that one. */
  heldUntil(source: Source, work: Work, index: number): number;
  /** Learns what a source has that lacked a chunk. Never rejects. */
  isAbsent(source: Source, work: Work): Promise<void>;
};

/** A source that fills itself has more in a while. */
const KEPT_MS = 10_000;
const MOST_KEPT = 1_000;
/** A status with many gaps. */
const STATUS_LIMITS = { maxBytes: 1_000_000, stallMs: 2_000, totalMs: 5_000 };

const range = z.tuple([z.int(), z.int()]);
const status = z.object({ missing: z.array(range) });
type Gaps = { untilMs: number; gaps: readonly z.infer<typeof range>[] };

export function createHoldings({ outgoing, clock }: { outgoing: Outgoing; clock: Clock }): Holdings {
  const known = new Map<string, Gaps>();
  const keyOf = ({ endpoint }: Source, { content }: Work) => `${content.root} ${endpoint}`;

  async function gapsOf({ kind, endpoint }: Source, { content, tree }: Work): Promise<Gaps["gaps"]> {
    const nothing: Gaps["gaps"] = [[0, tree.leafCount - 1]];
    if (kind !== "edge") return nothing;
    try {
      const said = await outgoing.read(contentUrl({ endpoint }, content.contentId), STATUS_LIMITS);
      return status.parse(JSON.parse(said.toString("utf8"))).missing;
    } catch {
      return nothing;
    }
  }

  return {
    heldUntil(source, work, index) {
      const said = known.get(keyOf(source, work));
      const end = work.tree.leafCount - 1;
      if (!said || said.untilMs <= clock.nowMs()) return end;
      return said.gaps.reduce(
        (until, [first, last]) => (last < index ? until : Math.min(until, Math.max(first, index) - 1)),
        end,
      );
    },
    async isAbsent(source, work) {
      const gaps = await gapsOf(source, work);
      if (known.size >= MOST_KEPT) known.clear();
      known.set(keyOf(source, work), { untilMs: clock.nowMs() + KEPT_MS, gaps });
    },
  };
}
