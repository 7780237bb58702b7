// SPDX-License-Identifier: GPL-3.0-or-later
import type { Logger } from "../kernel/process/log.ts";
import type { Court } from "../sdk/content/receipt.ts";
import { BadAnswerError, type Edge, requestChunk, type ServedChunk } from "../sdk/content/requestChunk.ts";
import type { KnownWork, KnownWorks } from "./knownWorks.ts";
import type { ChallengerMetrics } from "./metrics.ts";
import { type AuditPlan, type Evidence, judgeAnswer } from "./policy.ts";

export type AuditorOptions = {
  /** The edges to audit, which also serve leaf lists. */
  edges: readonly Edge[];
  works: KnownWorks;
  court: Court;
  /** The longest wait for an edge's answer. */
  timeoutMs: number;
  metrics: ChallengerMetrics;
  log: Logger;
  /** Stores evidence; on disk when the promise resolves. */
  onEvidence(evidence: Evidence): Promise<void>;
  /** Is told of each chunk that came, or did not. */
  onAnswer(edge: Edge, contentId: AuditPlan["contentId"], index: number, came: boolean): Promise<void>;
  /** The chunks of a work that the edge did not send before, which are asked for again. */
  again(edge: Edge, contentId: AuditPlan["contentId"]): readonly number[];
  /** Keeps what the edge promises of the work. */
  askHolding(edge: Edge, contentId: AuditPlan["contentId"], signal: AbortSignal): Promise<void>;
};

/** Carries out the plans: edges side by side, the requests to each edge in turn. */
export async function runAudits(
  plans: readonly AuditPlan[],
  options: AuditorOptions,
  signal: AbortSignal,
): Promise<void> {
  const audits = options.edges.map((edge) =>
    auditEdge(
      edge,
      plans.filter((plan) => plan.edge.operator === edge.operator),
      options,
      signal,
    ),
  );
  const failed = (await Promise.allSettled(audits)).find((audit) => audit.status === "rejected");
  if (failed) throw failed.reason;
}

async function auditEdge(
  edge: Edge,
  plans: readonly AuditPlan[],
  options: AuditorOptions,
  signal: AbortSignal,
): Promise<void> {
  const { works, court, metrics, log, onEvidence, onAnswer } = options;
  for (const { contentId, indices } of plans) {
    const work = await works.get(contentId, options.edges, signal);
    if (!work) {
      metrics.audits.inc({ outcome: "no_leaf_list" });
      continue;
    }
    await options.askHolding(edge, contentId, signal);
    for (const index of indicesToAsk([...new Set([...options.again(edge, contentId), ...indices])], work)) {
      const answer = await ask(edge, work.content.contentId, index, options, signal);
      if (typeof answer === "string") {
        // nobody has the chunk beyond the last: a refusal is right
        if (answer === "refused" && index === work.tree.leaves.length) continue;
        metrics.audits.inc({ outcome: answer });
        if (index in work.tree.leaves) await onAnswer(edge, contentId, index, false);
        // an unreachable edge is left alone for the rest of the round
        if (answer === "unreachable") return;
        continue;
      }
      const { outcome, evidence } = await judgeAnswer(edge, work.content, work.tree, index, answer, court);
      metrics.audits.inc({ outcome });
      await onAnswer(edge, contentId, index, true);
      if (!evidence) continue;
      log.warn({ edge: edge.operator, contentId, index }, "edge signed a wrong chunk");
      await onEvidence(evidence);
      // one wrong receipt takes the whole bond
      return;
    }
  }
}

/**
 * The planned chunks that exist, and the one beyond the last: an edge that signs for it lies. A live work may yet hold it,
 * so no court judges that.
 */
function indicesToAsk(planned: readonly number[], { content, tree }: KnownWork): number[] {
  const asked = planned.filter((index) => index in tree.leaves);
  return content.live ? asked : [...asked, tree.leaves.length];
}

/** Asks for a chunk. Silence and refusals are only counted: no court can tell whose fault they are. */
async function ask(
  edge: Edge,
  contentId: AuditPlan["contentId"],
  index: number,
  { timeoutMs, log }: AuditorOptions,
  signal: AbortSignal,
): Promise<ServedChunk | "refused" | "unreachable"> {
  signal.throwIfAborted();
  try {
    return await requestChunk(
      edge,
      contentId,
      index,
      AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    );
  } catch (error) {
    signal.throwIfAborted();
    log.debug({ edge: edge.operator, contentId, index, err: error }, "edge sent no chunk");
    return error instanceof BadAnswerError ? "refused" : "unreachable";
  }
}
