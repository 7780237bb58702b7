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
import { compile, type Holder, holdersOf, write } from "./artifacts.ts";
import { type Mutant, mutantsOf, mutate, sampleOf } from "./mutants.ts";
import { type Row, readScore, type Survivor, writeRow } from "./score.ts";
import { type Target, targetsOf } from "./targets.ts";

/** A copy of its own for each run, so that several may go on beside each other. */
const COPY = `.cache/mutate/${process.pid}`;
const PROFILE = "script/mutate/profile.toml";
/** A policy that a mutant makes hang is killed. In Solidity gas ends what hangs, and a build may take its time. */
const HANGS_AFTER_MS = 300_000;

/** Of the tests on a mutant; a stillborn one does not compile or changes no code, and counts as none. */
type Fate = "passed" | "failed" | "stillborn";
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { each: { type: "string", default: "40" }, survivors: { type: "boolean", default: false } },
});
const each = Number(values.each);
if (!Number.isSafeInteger(each) || each < 1)
  throw new Error("--each wants the number of mutants of a file, at least 1.");

const files = execFileSync("git", ["ls-files"], { encoding: "utf8" }).trim().split("\n");
/** Suites that pass without a mutant: files share them. */
const green = new Set<string>();
makeCopy();
for (const target of targetsOf(files, positionals).sort((a, b) => (suiteOf(a) < suiteOf(b) ? -1 : 1))) {
  const known = readScore()[target.file];
  const sample = mutantsToTry(target, known);
  if (sample.length === 0) continue;
  if (target.tests?.paths.length === 0) throw new Error(`${target.file} has no tests: name its users.`);
  chooseTests(target);
  if (!green.has(suiteOf(target)) && run(target) !== "passed")
    throw new Error(`The tests of ${target.file} fail without a mutant.`);
  green.add(suiteOf(target));
  const holders = holdersToPatch(target);
  const fates = sample.map((mutant) => ({ mutant, fate: fateOf(target, mutant, holders) }));
  // the last mutant is still built
  if (holders.length === 0) green.clear();
  const row = rowOf(target, fates, known);
  if (row.mutants === 0) continue;
  console.log(`${target.file}: ${row.killed} of ${row.mutants} killed`);
  for (const { mutant, why } of row.survivors) console.log(`  survived: ${mutant}${why ? ` (${why})` : ""}`);
  writeRow(target.file, row);
}
rmSync(COPY, { recursive: true });
const score = readScore();
const sum = (count: (one: Row) => number) =>
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

function suiteOf({ file, tests }: Target): string {
  return tests?.home ?? file;
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

/** @returns The contracts that a mutant may be put into; none: it is built, as what survived is, for tests may hold its code too. */
function holdersToPatch(target: Target): Holder[] {
  const { file, tests } = target;
  if (!tests || values.survivors) return [];
  const holders = holdersOf(COPY, file);
  // the order of a contract's functions depends on what is compiled beside
  const alone = compile(COPY, holders) ?? [];
  write(alone);
  const isSame = alone.length === 0 || run(target) === "passed";
  write(holders);
  const artifacts = new Map(alone.map(({ path, text }) => [path, JSON.parse(text)]));
  return isSame ? holders.map((one) => ({ ...one, artifact: artifacts.get(one.path) ?? one.artifact })) : [];
}

function fateOf(target: Target, mutant: Mutant, holders: Holder[]): Fate {
  const source = readFileSync(target.file, "utf8");
  if (codeOf(target.file, mutate(source, mutant)) === codeOf(target.file, source)) return "stillborn";
  const path = join(COPY, target.file);
  writeFileSync(path, mutate(source, mutant));
  if (holders.length === 0) {
    const fate = run(target);
    writeFileSync(path, source);
    return fate;
  }
  const changed = compile(COPY, holders);
  writeFileSync(path, source);
  if (!changed) return "stillborn";
  write(changed);
  const fate = changed.length > 0 ? run(target) : "passed";
  write(holders);
  return fate;
}

/** @returns What runs: a type in TypeScript does not, and leaves only blanks. */
function codeOf(file: string, source: string): string {
  return file.endsWith(".ts") ? stripTypeScriptTypes(source).replaceAll(/\s+/g, " ") : source;
}

/** Nothing but a verdict of the tests counts: a run that was cut short says nothing about the mutant. */
function run({ command: [program = "", ...args], tests }: Target): Fate {
  const PATH = `${process.cwd()}/node_modules/.bin:${process.env.PATH}`;
  const forge = tests && { FOUNDRY_PROFILE: "mutate", FOUNDRY_TEST: tests.home };
  const env = { ...process.env, PATH, ...forge };
  const timeout = tests ? 0 : HANGS_AFTER_MS;
  const options = { cwd: COPY, env, timeout, encoding: "utf8", maxBuffer: 2 ** 28 } as const;
  const { status, stdout, stderr } = spawnSync(program, args, options);
  if (status === 0) return "passed";
  const output = `${stdout}${stderr}`;
  if (output.includes("Compiler run failed")) return "stillborn";
  if (tests && !output.includes("[FAIL"))
    throw new Error(`forge ended without a verdict:\n${output.slice(-2000)}`);
  return "failed";
}

/** @returns The one that is `known`, with its explanation, as long as line and mutant are the same. */
function survivorOf(file: string, { line: number, text }: Mutant, known: Survivor[]): Survivor {
  const line = readFileSync(file, "utf8").split("\n")[number - 1]!.trim();
  const mutant = text.trim();
  return known.find((one) => one.line === line && one.mutant === mutant) ?? { line, mutant };
}
