// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the auditors' tools. Green when each finding is explained in explained.json, and each explanation is needed.
import { compare, EXPLAINED, type Finding, readExplanations } from "./findings.ts";
import { circomspect, halmos, NotRunError, npmAudit, secrets, slither } from "./scans.ts";
import { installTools } from "./tools.ts";

const SCANS = { slither, halmos, circomspect, npm: npmAudit, "detect-secrets": secrets };

installTools();
const explanations = readExplanations();
let problems = 0;
for (const [name, scan] of Object.entries(SCANS)) {
  let findings: Finding[];
  try {
    findings = scan();
  } catch (error) {
    if (!(error instanceof NotRunError)) throw error;
    console.log(`${name}: not run. ${error.message}`);
    continue;
  }
  const own = explanations.filter((explanation) => explanation.tool === name);
  const { unexplained, stale } = compare(findings, own);
  console.log(`${name}: ${findings.length} findings, ${unexplained.length} of them unexplained`);
  for (const { rule, where, text } of unexplained)
    console.log(`  ${rule} in ${where}\n    ${text.replaceAll("\n", "\n    ")}`);
  for (const { rule, where } of stale)
    console.log(`  ${EXPLAINED} explains ${rule} in ${where ?? "all places"}, which is found no more`);
  problems += unexplained.length + stale.length;
}
process.exit(problems === 0 ? 0 : 1);
