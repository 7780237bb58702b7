// SPDX-License-Identifier: GPL-3.0-or-later
// Mutation testing: `npm run mutate [-- --each N] [part of a path …]`. Works in a copy, so the tree stays as it is. Prints each
// mutant that survives, and writes the score to score.json: a survivor there is a test to write, or says why none can fail.
import { execFileSync, spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { type Mutant, mutantsOf, mutate, sampleOf } from "./mutants.ts";
import { type Target, targetsOf } from "./targets.ts";

/** A copy of its own for each run, so that several may go on beside each other. */
const COPY = `.cache/mutate/${process.pid}`;
const SCORE = "script/mutate/score.json";
const PROFILE = "script/mutate/profile.toml";
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
for (const target of targetsOf(files, positionals)) {
  const sample = sampleOf(mutantsOf(readFileSync(target.file, "utf8")), each);
  if (sample.length === 0) continue;
  if (target.tests?.paths.length === 0) throw new Error(`${target.file} has no tests: name its users.`);
  chooseTests(target);
  if (run(target) !== "passed") throw new Error(`The tests of ${target.file} fail without a mutant.`);
  const known = readScore()[target.file]?.survivors ?? [];
  const fates = sample.map((mutant) => ({ mutant, fate: fateOf(target, mutant) }));
  const mutants = fates.filter(({ fate }) => fate !== "stillborn");
  if (mutants.length === 0) continue;
  const survivors = mutants
    .filter(({ fate }) => fate === "passed")
    .map(({ mutant }) => survivorOf(target, mutant, known));
  const row = { mutants: mutants.length, killed: mutants.length - survivors.length, survivors };
  console.log(`${target.file}: ${mutants.length - survivors.length} of ${mutants.length} killed`);
  for (const { line, mutation } of survivors) console.log(`  survived: ${mutation} in ${line}`);
  const rows = Object.entries({ ...readScore(), [target.file]: row }).sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(SCORE, `${JSON.stringify(Object.fromEntries(rows), null, 2)}\n`);
}
rmSync(COPY, { recursive: true });
const score = readScore();
const sum = (count: (one: Score[string]) => number) =>
  Object.values(score).reduce((total, one) => total + count(one), 0);
const explained = sum(({ survivors }) => survivors.filter(({ why }) => why !== undefined).length);
console.log(
  `${sum((one) => one.killed)} of ${sum((one) => one.mutants)} mutants killed; ${explained} survivors explained`,
);

function readScore(): Score {
  return existsSync(SCORE) ? JSON.parse(readFileSync(SCORE, "utf8")) : {};
}

/** The tracked files, with the installed packages and built circuits of the project. */
function makeCopy(): void {
  for (const file of files) {
    if (!existsSync(file)) continue;
    mkdirSync(dirname(join(COPY, file)), { recursive: true });
    cpSync(file, join(COPY, file));
  }
  for (const shared of ["node_modules", "circuits/build"])
    symlinkSync(join(process.cwd(), shared), join(COPY, shared));
  appendFileSync(join(COPY, "foundry.toml"), readFileSync(PROFILE));
}

/** A folder of the target's tests alone: forge reads all that it could test, each time. */
function chooseTests({ tests }: Target): void {
  for (const path of tests?.paths ?? []) cpSync(path, join(COPY, tests!.home, path));
}

function fateOf(target: Target, mutant: Mutant): Fate {
  const source = readFileSync(target.file, "utf8");
  if (codeOf(target.file, mutate(source, mutant)) === codeOf(target.file, source)) return "stillborn";
  writeFileSync(join(COPY, target.file), mutate(source, mutant));
  const fate = run(target);
  writeFileSync(join(COPY, target.file), source);
  return fate;
}

/** @returns What runs: a type in TypeScript does not, and leaves only blanks. */
function codeOf(file: string, source: string): string {
  return file.endsWith(".ts") ? stripTypeScriptTypes(source).replaceAll(/\s+/g, " ") : source;
}

/** A mutant that makes the tests hang has failed them. */
function run({ command: [program = "", ...args], tests }: Target): Fate {
  const PATH = `${process.cwd()}/node_modules/.bin:${process.env.PATH}`;
  const forge = tests && { FOUNDRY_PROFILE: "mutate", FOUNDRY_TEST: tests.home, FOUNDRY_SCRIPT: tests.home };
  const env = { ...process.env, PATH, ...forge };
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
