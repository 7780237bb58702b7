// SPDX-License-Identifier: GPL-3.0-or-later
// What the answers of a policy's parts come to, for one viewer.
import type { AccessAnswer, AccessPart } from "../../../sdk/access/explainAccess.ts";

/** `pays`: is let in once the key periods are paid, as they are while the work plays. */
export type Verdict = "in" | "pays" | "out";

/** A part without which the viewer is not let in. `isDenied`: who fits it is kept out. */
export type Missing = { part: AccessPart; isDenied: boolean };

export function verdictOf(policy: AccessPart | undefined): Verdict {
  if (!policy) return "out";
  if (answerOf(policy, false) === "yes") return "in";
  return answerOf(policy, true) === "yes" ? "pays" : "out";
}

const RANK: readonly AccessAnswer[] = ["no", "unknown", "yes"];

/** The contract's own logic: what cannot answer lets nobody in, not even by `not`. */
function answerOf({ terms, answer, parts }: AccessPart, isPaid: boolean): AccessAnswer {
  if (!("parts" in terms)) return isPaid && terms.kind === "metered" ? "yes" : answer;
  const ranks = parts.map((part) => RANK.indexOf(answerOf(part, isPaid)));
  if (terms.kind === "not") return RANK[2 - ranks[0]!]!;
  return RANK[terms.kind === "allOf" ? Math.min(...ranks) : Math.max(...ranks)]!;
}

/** What is missing, part by part; of parts of which any would do, all are named. */
export function missingIn(policy: AccessPart, isDenied = false): Missing[] {
  const { terms, answer, parts } = policy;
  if (!("parts" in terms)) return answer === (isDenied ? "no" : "yes") ? [] : [{ part: policy, isDenied }];
  if (terms.kind === "not") return missingIn(parts[0]!, !isDenied);
  const missing = parts.map((part) => missingIn(part, isDenied));
  const needsAll = (terms.kind === "allOf") !== isDenied;
  if (!needsAll && missing.some(({ length }) => length === 0)) return [];
  return missing.flat();
}

/** What to do about it, as a sentence. */
export function adviceOf({ part, isDenied }: Missing): string {
  if (isDenied)
    return part.answer === "unknown"
      ? "Whoever fits this is kept out, and the chain could not tell whether you do."
      : "Whoever fits this is kept out.";
  return ADVICE[part.terms.kind] ?? "Ask the work's publisher.";
}

const ADVICE: Partial<Record<AccessPart["terms"]["kind"], string>> = {
  metered: "Press play: each key period is paid as the work plays.",
  purchase: "Buy it here.",
  stream: "Open a stream to the work with this wallet.",
  seat: "Take a seat in the work's pool with this wallet.",
  erc20: "Get enough of the token into this wallet.",
  erc721: "Get the token into this wallet.",
  erc1155: "Get enough of the token into this wallet.",
  allowList: "If you stand on the list, choose the list's file, which its publisher hands out.",
  collaborators: "Ask the work's publisher to name this account.",
};
