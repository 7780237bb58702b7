// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { buildCircuits } from "../build.ts";
import { compile } from "../compile.ts";
import { artefactsOf, CIRCUIT_NAMES, INSTANCES, mainOf } from "../instances.ts";
import { type R1cs, readR1cs } from "../setup/r1cs.ts";
import { type Calculator, loadCalculator } from "./calculator.ts";
import { forgivingCalculator, signalsByWire } from "./forgiving.ts";
import { satisfies, unnoticed } from "./satisfies.ts";
import { refusalsOf, SMALL, scratch } from "./small.ts";

beforeAll(() => buildCircuits());

for (const name of CIRCUIT_NAMES) {
  describe(`${name} as deployed`, () => {
    let calculate: Calculator;
    let circuit: R1cs;
    beforeAll(() => {
      calculate = loadCalculator(artefactsOf(name).wasm);
      circuit = readR1cs(artefactsOf(name).r1cs);
    });

    const refusals = refusalsOf(name, INSTANCES[name]);
    const { good } = refusals[0]!;
    for (const refusal of refusals) {
      it(`refuses ${refusal.name}`, () => {
        assert.throws(() => calculate(refusal.bad), /the circuit refuses/);
      });
    }

    it("takes the honest witness", () => {
      assert.ok(satisfies(circuit, calculate(good)));
    });

    it("has its public signals in the committed order", () => {
      const signals = calculate(good).slice(1, circuit.publicCount + 1);
      assert.deepEqual(
        signals,
        INSTANCES[name].public.map((signal) => good[signal]),
      );
    });

    it("refuses every single wire changed", () => {
      const witness = calculate(good);
      for (const delta of [1n, 12_345_678_901n]) assert.deepEqual(unnoticed(circuit, witness, delta), []);
    });

    it("has the committed number of constraints", () => {
      assert.equal(circuit.constraints.length, INSTANCES[name].constraints);
    });
  });

  for (const optimisation of [0, 2] as const) {
    describe(`the constraints of a small ${name} at --O${optimisation}`, () => {
      const outDir = scratch(`${name}-O${optimisation}`);
      let calculate: Calculator;
      let circuit: R1cs;
      beforeAll(async () => {
        await compile({ main: mainOf(SMALL[name]), outDir, optimisation, calculator: false });
        circuit = readR1cs(join(outDir, "circuit.r1cs"));
        const forge = await forgivingCalculator(SMALL[name], outDir);
        const signals = signalsByWire(join(outDir, "circuit.sym"));
        calculate = (inputs) => {
          const all = forge(inputs);
          return signals.map((signal) => all[signal]!);
        };
      });
      afterAll(() => rmSync(outDir, { recursive: true }));

      const refusals = refusalsOf(name, SMALL[name]);
      for (const refusal of refusals) {
        it(`refuse ${refusal.name}`, () => {
          assert.ok(satisfies(circuit, calculate(refusal.good)), "the honest witness is taken");
          assert.ok(!satisfies(circuit, calculate(refusal.bad)), "the false witness is refused");
        });
      }

      it("refuse every single wire changed", () => {
        assert.deepEqual(unnoticed(circuit, calculate(refusals[0]!.good), 1n), []);
      });
    });
  }
}
