// SPDX-License-Identifier: GPL-3.0-or-later
import type { ChainConnection } from "../kernel/chain/chain.ts";
import { headOf } from "../kernel/chain/head.ts";
import type { Logger } from "../kernel/process/log.ts";
import type { Store } from "../kernel/store/store.ts";
import { epochOf, type PieceCourt } from "../sdk/content/holding.ts";
import { requestHolding } from "../sdk/content/requestHolding.ts";
import type { AuditorOptions } from "./audit.ts";
import { countRefusal, forgetRefusal, readHoldings, readRefusals, saveHolding } from "./refusals.ts";
import type { ChallengerTables } from "./tables.ts";

/** What a round of audits notes for demands on chain: promises while an edge still gives them, and what it does not send. */
export async function createAvailabilityNotes(options: {
  chain: Pick<ChainConnection<"AvailabilityCourt">, "publicClient">;
  store: Store<ChallengerTables>;
  court: PieceCourt;
  timeoutMs: number;
  log: Logger;
}): Promise<Pick<AuditorOptions, "onAnswer" | "again" | "askHolding">> {
  const { chain, store, court, timeoutMs, log } = options;
  const refusals = await readRefusals(store);
  const holdings = await readHoldings(store);
  const epoch = epochOf((await headOf(chain.publicClient).known()).timestamp);
  return {
    onAnswer: ({ operator }, contentId, index, came) =>
      (came ? forgetRefusal : countRefusal)(store, { operator, contentId, index }),
    again: ({ operator }, contentId) =>
      refusals
        .filter((refusal) => refusal.operator === operator && refusal.contentId === contentId)
        .map(({ index }) => index),
    async askHolding(edge, contentId, signal) {
      const isFresh = holdings.some(
        ({ operator, holding }) =>
          operator === edge.operator && holding.contentId === contentId && holding.until > epoch,
      );
      if (isFresh) return;
      try {
        const until = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
        const signed = await requestHolding(edge, contentId, court, until);
        if (signed) await saveHolding(store, { operator: edge.operator, ...signed });
      } catch (error) {
        signal.throwIfAborted();
        log.debug({ edge: edge.operator, contentId, err: error }, "edge sent no promise");
      }
    },
  };
}
