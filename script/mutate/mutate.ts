// SPDX-License-Identifier: GPL-3.0-or-later
// Mutation testing: `npm run mutate [-- --each N | --survivors] [part of a path …]`. Works in a copy, so the tree stays as it is. Prints each
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
/** `mutant` stands for `line`. */
type Survivor = { line: string; mutant: string; why?: string };
type Row = { mutants: number; killed: number; survivors: Survivor[] };
type Score = Record<string, Row>;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { each: { type: "string", default: "40" }, survivors: { type: "boolean", default: false } },
});
const each = Number(values.each);
if (!Number.isSafeInteger(each) || each < 1)
  throw new Error("--each wants the number of mutants of a file, at least 1.");

const files = execFileSync("git", ["ls-files"], { encoding: "utf8" }).trim().split("\n");
makeCopy();
for (const target of targetsOf(files, positionals)) {
  const known = readScore()[target.file];
  const sample = mutantsToTry(target, known);
  if (sample.length === 0) continue;
  if (target.tests?.paths.length === 0) throw new Error(`${target.file} has no tests: name its users.`);
  chooseTests(target);
  if (run(target) !== "passed") throw new Error(`The tests of ${target.file} fail without a mutant.`);
  const fates = sample.map((mutant) => ({ mutant, fate: fateOf(target, mutant) }));
  const row = rowOf(target, fates, known);
  if (row.mutants === 0) continue;
  console.log(`${target.file}: ${row.killed} of ${row.mutants} killed`);
  for (const { mutant, why } of row.survivors) console.log(`  survived: ${mutant}${why ? ` (${why})` : ""}`);
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

/** @returns A sample, or with `--survivors` those that survived before and have no explanation. */
function mutantsToTry({ file }: Target, known: Row | undefined): Mutant[] {
  const all = mutantsOf(readFileSync(file, "utf8"));
  if (!values.survivors) return sampleOf(all, each);
  const again = known?.survivors.filter(({ why }) => why === undefined) ?? [];
  return all.filter((mutant) => again.includes(survivorOf(file, mutant, again)));
}

/** @returns The new row; with `--survivors`, those that were killed before still count. */
function rowOf({ file }: Target, fates: { mutant: Mutant; fate: Fate }[], known: Row | undefined): Row {
  const survivors = fates
    .filter(({ fate }) => fate === "passed")
    .map(({ mutant }) => survivorOf(file, mutant, known?.survivors ?? []));
  const killed = fates.filter(({ fate }) => fate === "failed").length;
  if (!values.survivors || !known) return { mutants: killed + survivors.length, killed, survivors };
  const kept = [...known.survivors.filter(({ why }) => why !== undefined), ...survivors];
  return { mutants: known.killed + killed + kept.length, killed: known.killed + killed, survivors: kept };
}

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

/** @returns The one that is `known`, with its explanation, as long as line and mutant are the same. */
function survivorOf(file: string, { line: number, text }: Mutant, known: Survivor[]): Survivor {
  const line = readFileSync(file, "utf8").split("\n")[number - 1]!.trim();
  const mutant = text.trim();
  return known.find((one) => one.line === line && one.mutant === mutant) ?? { line, mutant };
}
