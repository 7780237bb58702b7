// SPDX-License-Identifier: GPL-3.0-or-later
// One function a tool: runs the tool, and reads its report.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { basename } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { Finding } from "./findings.ts";
import { HOME, tool } from "./tools.ts";

/** No registry of advisories answered: the scan says nothing. */
export class NotRunError extends Error {}

export function slither(): Finding[] {
  const report = emptied("slither.json");
  const said = run(tool("slither"), [
    ".",
    "--filter-paths",
    "lib/|node_modules/|src/verifiers/",
    "--json",
    report,
  ]);
  const { success, results } = read<SlitherReport>(report, said);
  if (!success) throw new Error(said);
  return (results.detectors ?? []).map(({ check, elements, description }) => {
    const [element] = elements;
    const parent = element?.type_specific_fields?.parent?.name;
    const where = [parent, element?.name].filter((name) => name !== undefined).join(".");
    return { tool: "slither", rule: check, where, text: description.trim() };
  });
}

/** Each `check_` of test/symbolic that is not proved for all inputs is a finding. */
export function halmos(): Finding[] {
  const env = {
    FOUNDRY_TEST: "test/symbolic",
    FOUNDRY_SCRIPT: "test/symbolic",
    FOUNDRY_OUT: `${HOME}/out`,
    FOUNDRY_CACHE_PATH: `${HOME}/forge`,
  };
  // a check that was deleted would be run from here
  rmSync(env.FOUNDRY_OUT, { recursive: true, force: true });
  const options = ["--forge-build-out", `${HOME}/out`, "--solver-timeout-assertion", "30000"];
  const said = run(tool("halmos"), options, env);
  const verdicts = [...said.matchAll(/^\[(\w+)\] (check_\w+)/gm)];
  if (verdicts.length === 0) throw new Error(said);
  return verdicts
    .filter(([, verdict]) => verdict !== "PASS")
    .map(([text, verdict = "", where = ""]) => ({ tool: "halmos", rule: verdict, where, text }));
}

export function circomspect(): Finding[] {
  const report = emptied("circomspect.sarif");
  // what a circuit includes is reported only when it is named
  const circuits = run("git", ["ls-files", "circuits/*.circom", ":!circuits/test"]).trim().split("\n");
  const said = run(tool("circomspect"), ["-L", "node_modules/circomlib/circuits", "-s", report, ...circuits]);
  const [results = []] = read<Sarif>(report, said).runs.map((one) => one.results);
  return results.map(({ ruleId, message, locations }) => ({
    tool: "circomspect",
    rule: ruleId,
    where: basename(locations[0]?.physicalLocation.artifactLocation.uri ?? ""),
    text: message.text,
  }));
}

export function npmAudit(): Finding[] {
  const said = run("npm", ["audit", "--json"]);
  const { vulnerabilities } = JSON.parse(said) as NpmReport;
  if (vulnerabilities === undefined) throw new NotRunError("The npm registry in use answers no audits.");
  return Object.entries(vulnerabilities).map(([where, { severity, range }]) => ({
    tool: "npm",
    rule: severity,
    where,
    text: `${where} ${range}`,
  }));
}

/** Secrets in the files that git tracks, but for other projects' copies. */
export function secrets(): Finding[] {
  const files = run("git", ["ls-files", "--", ":!lib", ":!package-lock.json"]).trim().split("\n");
  const report = JSON.parse(run(tool("detect-secrets"), ["scan", ...files])) as SecretsReport;
  return Object.entries(report.results).flatMap(([where, found]) =>
    found.map(({ type, line_number }) => ({
      tool: "detect-secrets",
      rule: type,
      where,
      text: `line ${line_number}`,
    })),
  );
}

/** @returns The output; a tool that finds something exits with another code than 0. */
function run(command: string, args: string[], env: Record<string, string> = {}): string {
  const bin = `node_modules/.bin:${process.env.PATH}`;
  const { stdout, stderr, error } = spawnSync(command, args, {
    encoding: "utf8",
    env: { ...process.env, PATH: bin, ...env },
    maxBuffer: 2 ** 28,
  });
  if (error) throw error;
  return stripVTControlCharacters(stdout === "" ? stderr : stdout);
}

function emptied(name: string): string {
  mkdirSync(HOME, { recursive: true });
  rmSync(`${HOME}/${name}`, { force: true });
  return `${HOME}/${name}`;
}

function read<Report>(file: string, said: string): Report {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new Error(`No report was written: ${said}`, { cause });
  }
}

type SlitherReport = {
  success: boolean;
  results: {
    detectors?: {
      check: string;
      description: string;
      elements: { name: string; type_specific_fields?: { parent?: { name: string } } }[];
    }[];
  };
};
type Sarif = {
  runs: {
    results: {
      ruleId: string;
      message: { text: string };
      locations: { physicalLocation: { artifactLocation: { uri: string } } }[];
    }[];
  }[];
};
type NpmReport = { vulnerabilities?: Record<string, { severity: string; range: string }> };
type SecretsReport = { results: Record<string, { type: string; line_number: number }[]> };
