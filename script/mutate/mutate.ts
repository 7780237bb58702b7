// SPDX-License-Identifier: GPL-3.0-or-later
// Mutation testing: `npm run mutate [-- --each N] [part of a path …]`. Works in a copy, so the tree stays as it is. Prints each
// mutant that survives, and writes the score to score.json: a survivor there is a test to write, or says why none can fail.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { type Mutant, mutantsOf, mutate, sampleOf } from "./mutants.ts";
import { type Target, targetsOf } from "./targets.ts";

const COPY = ".cache/mutate";
const SCORE = "script/mutate/score.json";
/** Beside the tests that kill a mutant in seconds, one that makes a test hang is killed too. */
const HANGS_AFTER_MS = 300_000;

/** Of the tests on a mutant; a stillborn one does not compile or changes no code, and counts as none. */
type Fate = "passed" | "failed" | "stillborn";
type Survivor = { line: string; mutation: string; why?: string };
type Score = Record<string, { mutants: number; killed: number; survivors: Survivor[] }>;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { each: { type: "string", default: "40" } },
});
const each = Number(values.each);
if (!Number.isSafeInteger(each) || each < 1)
  throw new Error("--each wants the number of mutants of a file, at least 1.");

const files = execFileSync("git", ["ls-files"], { encoding: "utf8" }).trim().split("\n");
makeCopy();
const score: Score = existsSync(SCORE) ? JSON.parse(readFileSync(SCORE, "utf8")) : {};
for (const target of targetsOf(files, positionals)) {
  if (run(target) !== "passed") throw new Error(`${target.command.join(" ")} fails without a mutant.`);
  const sample = sampleOf(mutantsOf(readFileSync(target.file, "utf8")), each);
  const known = score[target.file]?.survivors ?? [];
  const fates = sample.map((mutant) => ({ mutant, fate: fateOf(target, mutant) }));
  const mutants = fates.filter(({ fate }) => fate !== "stillborn");
  if (mutants.length === 0) continue;
  const survivors = mutants
    .filter(({ fate }) => fate === "passed")
    .map(({ mutant }) => survivorOf(target, mutant, known));
  score[target.file] = { mutants: mutants.length, killed: mutants.length - survivors.length, survivors };
  console.log(`${target.file}: ${mutants.length - survivors.length} of ${mutants.length} killed`);
  for (const { line, mutation } of survivors) console.log(`  survived: ${mutation} in ${line}`);
  writeFileSync(SCORE, `${JSON.stringify(score, null, 2)}\n`);
}
const sum = (count: (one: Score[string]) => number) =>
  Object.values(score).reduce((total, one) => total + count(one), 0);
const explained = sum(({ survivors }) => survivors.filter(({ why }) => why !== undefined).length);
console.log(
  `${sum((one) => one.killed)} of ${sum((one) => one.mutants)} mutants killed; ${explained} survivors explained`,
);

/** The tracked files, with the installed packages and built circuits of the project. */
function makeCopy(): void {
  rmSync(COPY, { recursive: true, force: true });
  for (const file of files) {
    if (!existsSync(file)) continue;
    mkdirSync(dirname(join(COPY, file)), { recursive: true });
    cpSync(file, join(COPY, file));
  }
  for (const shared of ["node_modules", "circuits/build"])
    symlinkSync(join(process.cwd(), shared), join(COPY, shared));
}

function fateOf(target: Target, mutant: Mutant): Fate {
  const source = readFileSync(target.file, "utf8");
  if (codeOf(target.file, mutate(source, mutant)) === codeOf(target.file, source)) return "stillborn";
  writeFileSync(join(COPY, target.file), mutate(source, mutant));
  const fate = run(target);
  writeFileSync(join(COPY, target.file), source);
  return fate;
}

/** @returns What runs: a type in TypeScript does not. */
function codeOf(file: string, source: string): string {
  return file.endsWith(".ts") ? stripTypeScriptTypes(source) : source;
}

/** A mutant that makes the tests hang has failed them. */
function run({ command: [program = "", ...args] }: Target): Fate {
  const PATH = `${process.cwd()}/node_modules/.bin:${process.env.PATH}`;
  const env = { ...process.env, PATH, FOUNDRY_DENY: "never" };
  const options = { cwd: COPY, env, timeout: HANGS_AFTER_MS, encoding: "utf8", maxBuffer: 2 ** 28 } as const;
  const { status, stdout, stderr } = spawnSync(program, args, options);
  if (status === 0) return "passed";
  return `${stdout}${stderr}`.includes("Compiler run failed") ? "stillborn" : "failed";
}

/** An explanation is kept as long as the line and the mutation are the same. */
function survivorOf({ file }: Target, { line, before, after }: Mutant, known: Survivor[]): Survivor {
  const text = readFileSync(file, "utf8").split("\n")[line - 1]!.trim();
  const mutation = `${before} → ${after}`;
  return known.find((one) => one.line === text && one.mutation === mutation) ?? { line: text, mutation };
}
