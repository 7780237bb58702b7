// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { compile } from "../compile.ts";
import { CIRCUIT_NAMES, type CircuitName, mainOf } from "../instances.ts";
import { type R1cs, readR1cs } from "../setup/r1cs.ts";
import { sourcesOf } from "../sourceHash.ts";
import { forge } from "./forge.ts";
import { copyCircuits, forgivingCalculator } from "./forgiving.ts";
import { allMutants, type Mutant } from "./mutants.ts";
import { satisfies } from "./satisfies.ts";
import { refusalsOf, SMALL, scratch } from "./small.ts";

interface Attack {
  name: string;
  good: bigint[];
  bad: bigint[];
}

interface Attempt {
  refusal: string;
  /** Whether the forged statement itself differs, and not its private inputs alone. */
  inPublic: boolean;
}

// Removes one constraint after the other and shows that a false witness then passes: no constraint of the circuits is
// idle, and the refusals notice a missing one.
describe.concurrent("a circuit without one of its constraints takes a false witness:", () => {
  const dir = scratch("mutation");
  const intact = new Map<CircuitName, R1cs>();
  const attacks = new Map<CircuitName, Attack[]>();

  beforeAll(async () => {
    for (const name of CIRCUIT_NAMES) {
      const outDir = join(dir, name);
      intact.set(name, await compileSmall(name, outDir));
      const calculate = await forgivingCalculator(SMALL[name], outDir);
      attacks.set(
        name,
        refusalsOf(name, SMALL[name]).map((r) => ({
          name: r.name,
          good: calculate(r.good),
          bad: calculate(r.bad),
        })),
      );
    }
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  for (const [i, mutant] of allMutants().entries()) {
    it(`${mutant.file}:${mutant.line}  ${mutant.constraint}`, async (test) => {
      const passed = await findAttack(mutant, join(dir, String(i)));
      assert.ok(passed, "every false witness is still refused: add the refusal that needs this constraint");
      assert.ok(
        passed.inPublic || wiresPrivateInput(mutant),
        "no false statement passes: add one that should",
      );
      await test.annotate(`then passes: ${passed.refusal}${passed.inPublic ? "" : " (in private)"}`);
    });
  }

  async function findAttack(mutant: Mutant, outDir: string): Promise<Attempt | undefined> {
    const sourceDir = join(outDir, "source");
    copyCircuits(sourceDir, (source, file) => (file === mutant.file ? mutant.source : source));
    let found: Attempt | undefined;
    for (const name of CIRCUIT_NAMES.filter((name) => sourcesOf(SMALL[name]).includes(mutant.file))) {
      const whole = intact.get(name)!;
      const weakened = await compileSmall(name, outDir, sourceDir);
      for (const { name: refusal, good, bad } of attacks.get(name)!) {
        const forged = forge(whole, weakened, good, bad);
        if (!satisfies(weakened, forged) || satisfies(whole, forged)) continue;
        const inPublic = forged.slice(1, whole.publicCount + 1).some((value, i) => value !== good[i + 1]);
        found = { refusal: `${name}: ${refusal}`, inPublic };
        if (inPublic) return found;
      }
    }
    return found;
  }
});

/** A private input is free, so the wire to its use may be cut without a false statement. */
function wiresPrivateInput({ constraint }: Mutant): boolean {
  const [, signal] = /^\w+\.\w+ <== (\w+);$/.exec(constraint) ?? [];
  return ["nodes", "leaves", "recipients", "bps", "remainder"].includes(signal!);
}

/** Without simplification each signal has a wire, and each constraint a line. */
async function compileSmall(name: CircuitName, outDir: string, sourceDir?: string): Promise<R1cs> {
  await compile({
    main: mainOf(SMALL[name]),
    outDir,
    optimisation: 0,
    calculator: false,
    ...(sourceDir && { sourceDir }),
  });
  return readR1cs(join(outDir, "circuit.r1cs"));
}
