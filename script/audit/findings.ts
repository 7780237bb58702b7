// SPDX-License-Identifier: GPL-3.0-or-later
// A tool's findings, and the committed explanations of those that are no faults.
import { readFileSync } from "node:fs";

/** A finding of one tool: `where` is `Contract.function`, a file, or a function of a check. */
export type Finding = { tool: string; rule: string; where: string; text: string };

/** Why a finding is no fault: of one place, or, without `where`, of a rule that the house's style contradicts. */
export type Explanation = { tool: string; rule: string; where?: string; why: string };

export const EXPLAINED = "script/audit/explained.json";

export const readExplanations = (): Explanation[] => JSON.parse(readFileSync(EXPLAINED, "utf8"));

/** @returns The findings that nobody explained, and the explanations that no finding needs any more. */
export function compare(findings: Finding[], explanations: Explanation[]) {
  const explains = (explanation: Explanation, finding: Finding) =>
    explanation.tool === finding.tool &&
    explanation.rule === finding.rule &&
    (explanation.where === undefined || explanation.where === finding.where);
  return {
    unexplained: findings.filter((finding) => !explanations.some((one) => explains(one, finding))),
    stale: explanations.filter((one) => !findings.some((finding) => explains(one, finding))),
  };
}
