// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the named suites one after another, or all in two lanes. Ends with `N passed, N failed`.
import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { foundryBinary } from "../agents/localnet/foundry.ts";

type Count = { passed: number; failed: number };
/** The lines of a failed step that are printed again at the end. */
const LAST_LINES = 40;
type Step = {
  command: string[];
  env?: Record<string, string>;
  /** Reads the figures from the command's output; without this, the command itself is one test. */
  count?: (output: string) => Count | undefined;
};

const bin = (name: string) => `node_modules/.bin/${name}`;
const FORGE = foundryBinary("forge");

/** Counts a skipped test as failed, since every file that a test needs was written before. */
const forgeCount = (output: string) => {
  const match = [...output.matchAll(/(\d+) tests passed, (\d+) failed, (\d+) skipped/g)].at(-1);
  return match && { passed: Number(match[1]), failed: Number(match[2]) + Number(match[3]) };
};
/** Vitest names the failed first, and leaves out zeros. */
const vitestCount = (output: string) => {
  const line = /^ +Tests +(.*)$/gm.exec(stripVTControlCharacters(output))?.[1];
  const counted = (word: string) => Number(new RegExp(`(\\d+) ${word}`).exec(line ?? "")?.[1] ?? 0);
  return line === undefined ? undefined : { passed: counted("passed"), failed: counted("failed") };
};

const forgeTest: Step = {
  command: [FORGE, "test"],
  // `ci`, but for its 1,024 runs of each invariant, asserted after each call: hours on two cores. Another profile can be asked for
  env: process.env.FOUNDRY_PROFILE
    ? {}
    : { FOUNDRY_PROFILE: "ci", FOUNDRY_INVARIANT_RUNS: "32", FOUNDRY_INVARIANT_CHECK_INTERVAL: "8" },
  count: forgeCount,
};
const vitest = (project: string, ...options: string[]): Step => ({
  command: [bin("vitest"), "run", "--config", "script/vitest.config.ts", "--project", project, ...options],
  count: vitestCount,
});
/** Hundreds of processes start from the same modules: compiled once, a start takes two thirds of the time. Coverage needs them fresh. */
const startsFast = (step: Step): Step => ({ ...step, env: { NODE_COMPILE_CACHE: resolve(".cache/node") } });
const buildCircuits: Step = { command: ["node", "circuits/build.ts"] };

const SUITES: Record<string, () => Step[]> = {
  check: () => [
    { command: ["node", "script/buildSdk.mjs"] },
    { command: [bin("tsc"), "--noEmit"] },
    { command: [bin("tsc"), "-p", "agents/web"] },
    { command: [bin("biome"), "check", "--error-on-warnings"] },
    { command: [FORGE, "fmt", "--check"] },
    { command: [FORGE, "build"] },
    { command: [FORGE, "lint"] },
    { command: ["node", "script/generate.ts", "--check"] },
    { command: ["node", "script/checkLicences.ts"] },
    { command: ["node", "script/checkTrees.ts"] },
  ],
  sol: () => [
    { command: ["node", "circuits/test/vectors.ts"] },
    { command: ["node", "test/differential/vestingCases.ts"] },
    { command: ["node", "test/differential/answerCases.ts"] },
    { command: ["node", "test/differential/placementCases.ts"] },
    { command: ["node", "test/differential/interactionCases.ts"] },
    { command: ["node", "test/model/generate.ts"] },
    forgeTest,
  ],
  circuits: () => [buildCircuits, vitest("circuits")],
  unit: () => [buildCircuits, { command: ["node", "script/installFfmpeg.ts"] }, vitest("unit", "--coverage")],
  chain: () => [buildCircuits, { command: [FORGE, "build", "--skip", "test"] }, startsFast(vitest("chain"))],
  e2e: () => [
    { command: ["node", "script/installBrowser.ts"] },
    { command: ["node", "script/installPostgres.ts"] },
    startsFast(vitest("e2e")),
    vitest("browser"),
  ],
};

const named = process.argv.slice(2);
const unknown = named.filter((name) => !(name in SUITES));
if (unknown.length > 0) {
  console.error(`There is no suite ${unknown.join(", ")}. There are ${Object.keys(SUITES).join(", ")}.`);
  process.exit(2);
}

/**
 * Lanes run side by side, the suites of a lane one after another: a suite that waits for a block leaves its core to the other
 * lane. More than two would save nothing, and every process of theirs would wait for a core.
 */
const LANES = [
  ["check", "sol", "unit"],
  ["circuits", "e2e", "chain"],
];
/** Suites of another lane that must have ended before: unit tests read what the compiler wrote, and two would write the same files. */
const AFTER: Record<string, string[]> = {
  unit: ["check", "circuits"],
  chain: ["check", "circuits"],
  e2e: ["check", "circuits"],
};
const lanes = named.length > 0 ? [named] : LANES;

const total: Count = { passed: 0, failed: 0 };
/** The last lines of each step that failed, said again at the end, where a reader looks first. */
const failures: string[] = [];
const ended = new Map(lanes.flat().map((name) => [name, Promise.withResolvers<void>()]));
await Promise.all(lanes.map(runLane));
for (const failure of failures) console.log(failure);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);

async function runLane(names: string[]): Promise<void> {
  for (const name of names) {
    if (lanes.length > 1) await Promise.all((AFTER[name] ?? []).map((other) => ended.get(other)!.promise));
    for (const step of SUITES[name]!()) {
      const { passed, failed } = await run(name, step, lanes.length > 1);
      total.passed += passed;
      total.failed += failed;
    }
    ended.get(name)!.resolve();
  }
}

/** `beside`: another suite runs meanwhile, so the output comes in one piece at the end. */
async function run(suite: string, { command, env, count }: Step, beside: boolean): Promise<Count> {
  const settings = Object.entries(env ?? {}).map(([name, value]) => `${name}=${value}`);
  const title = `\n# ${suite}: ${[...settings, ...command.slice(0, 8)].join(" ")}`;
  if (!beside) console.log(title);
  const startedAt = Date.now();
  const [program = "", ...args] = command;
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
  let output = "";
  let said = "";
  child.stdout.on("data", (part: Buffer) => {
    output += part;
  });
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].on("data", (part: Buffer) => {
      said += part;
      if (!beside) process[stream].write(part);
    });
  }
  const code = await new Promise((done, reject) => {
    child.once("error", reject);
    child.once("close", done);
  });
  if (beside) console.log(`${title}\n${said}`);
  const counted = count?.(output);
  // a runner that broke before counting has failed, whatever its output
  const result = counted && (code === 0 || counted.failed > 0) ? counted : verdict(code === 0 && !count);
  if (result.failed > 0)
    failures.push(`${title} (failed)\n${said.trimEnd().split("\n").slice(-LAST_LINES).join("\n")}\n`);
  console.log(
    `# ${suite}: ${result.passed} passed, ${result.failed} failed, ${((Date.now() - startedAt) / 1000).toFixed(0)} s`,
  );
  return result;
}

function verdict(right: boolean): Count {
  return right ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}
