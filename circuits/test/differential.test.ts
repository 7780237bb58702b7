// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { numberToHex } from "viem";
import { afterAll, beforeAll, describe, it } from "vitest";
import { fingerprint, splitScope } from "../../agents/splits/challenge.ts";
import { claimSignals, type Signals, settleSignals } from "../../agents/splits/inputs.ts";
import { ARITY, type Credit, SegmentTree, SLOTS } from "../../agents/splits/segment.ts";
import { ALL_BPS, POSITIONS, type SplitRow, tableHash } from "../../agents/splits/table.ts";
import { buildCircuits } from "../build.ts";
import { compile } from "../compile.ts";
import { artefactsOf } from "../instances.ts";
import { type Calculator, loadCalculator } from "./calculator.ts";
import { scratch } from "./small.ts";
import { claimTwin, settleTwin } from "./twin.ts";
import { randomWords } from "./vectors.ts";

const CASES = 1_000;
const WHOLE_SETTLEMENTS = 20;
const ROLLUP = "0x00000000000000000000000000000000000a11ce";

const next = randomWords("tributary differential");
const below = (bound: number) => Number(next() % BigInt(bound));

function randomCredits(): Credit[] {
  return Array.from({ length: 1 + below(8) }, () => ({
    slot: below(SLOTS),
    amountWei: next() >> BigInt(160 + below(96)),
  }));
}

function randomTable(): SplitRow[] {
  const cuts = new Set([ALL_BPS, ...Array.from({ length: below(POSITIONS) }, () => 1 + below(ALL_BPS - 1))]);
  const sorted = [...cuts].sort((a, b) => a - b);
  return sorted.map((cut, i) => ({
    recipient: numberToHex((next() >> 96n) | 1n, { size: 20 }),
    bps: cut - (sorted[i - 1] ?? 0),
  }));
}

describe("circuits agree with the code that feeds them", () => {
  const outDir = scratch("differential");
  let probe: Calculator;
  let settle: Calculator;

  beforeAll(async () => {
    await buildCircuits();
    settle = loadCalculator(artefactsOf("settle").wasm);
    const main = 'pragma circom 2.1.9;\ninclude "test/probe.circom";\ncomponent main = Probe(16, 16);\n';
    await compile({ main, outDir, optimisation: 1 });
    probe = loadCalculator(join(outDir, "circuit.wasm"));
  });
  afterAll(() => rmSync(outDir, { recursive: true }));

  it(`on leaf, root, table hash, fingerprint and share, ${CASES} times`, () => {
    const segment = new SegmentTree();
    for (let i = 0; i < CASES; i++) {
      const old = segment.leaves;
      const credits = randomCredits();
      segment.credit(credits);
      const table = randomTable();
      const position = below(table.length);
      const split = splitScope(next() >> 192n, ROLLUP, next() >> 192n);
      const x = next() >> 3n;
      const { root, tableHash: _, recipient, ...signals } = claimSignals({ split, segment, table, position });
      const delta = segment.leaves.map((leaf, slot) => leaf - old[slot]!);

      const shown = probe({ ...signals, x, delta } as Signals).slice(1, 5);
      const slot = Number(split % BigInt(SLOTS));
      assert.deepEqual(shown, [segment.root, segment.leaf(slot), tableHash(table), fingerprint(credits, x)]);
    }
  });

  it(`on whole settlements, ${WHOLE_SETTLEMENTS} times`, () => {
    const before = new SegmentTree();
    for (let i = 0; i < WHOLE_SETTLEMENTS; i++) {
      const after = before.clone();
      const credits = randomCredits();
      after.credit(credits);
      const challenge = next() >> 3n;
      const signals = settleSignals({ challenge, before, after });
      assert.equal(signals.fingerprint, fingerprint(credits, challenge));
      assert.ok(settle(signals));
      before.credit(credits);
    }
  });

  it("and the twin in these tests agrees with both", () => {
    const before = new SegmentTree();
    const after = before.clone();
    after.credit(randomCredits());
    assert.deepEqual(
      settleSignals({ challenge: 5n, before, after }),
      settleTwin(ARITY, 5n, before.leaves, after.leaves),
    );

    const table = randomTable();
    const signals = claimSignals({ split: 77n, segment: after, table, position: 0 });
    const { recipients, bps } = signals as Record<string, bigint[]>;
    assert.deepEqual(
      signals,
      claimTwin({
        arity: ARITY,
        split: 77n,
        leaves: after.leaves,
        recipients: recipients!,
        bps: bps!,
        position: 0,
      }),
    );
  });
});
