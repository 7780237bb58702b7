// SPDX-License-Identifier: GPL-3.0-or-later
// Writes 1,000 random schedules and what the SDK says about them, ABI-encoded, for VestingCurve.t.sol. The same each
// time; others with another number as argument.
import { mkdirSync, writeFileSync } from "node:fs";
import { encodeAbiParameters, hexToBytes, parseAbiParameters } from "viem";
import { encodeSchedule, linearSchedule, type Step, vestedAt } from "../../agents/sdk/vesting/schedule.ts";
import { Random } from "../model/random.ts";

const FOLDER = "test/differential/.cases";
const CASES = 1_000;
const random = new Random(Number(process.argv[2] ?? 0));
const shapes = parseAbiParameters([
  "Case[] cases",
  "struct Case { uint40 start; uint256 initialBps; uint40 cliff; uint40 end; uint256[] line; uint256[] steps; uint256 total; uint256 time; uint256 ofLine; uint256 ofSteps; }",
]);

const cases = Array.from({ length: CASES }, () => {
  const start = 1 + Number(random.sized(37));
  const cliff = start + Number(random.sized(37));
  const end = cliff + Number(random.sized(37));
  const initialBps = random.below(10_001);
  const line = [...linearSchedule(start, initialBps, cliff, end)];
  const steps: Step[] = [];
  for (let at = start, left = random.between(1, 16); left > 0; --left) {
    const from = at + Number(random.sized(30));
    at = from + Number(random.sized(30));
    steps.push({ from, to: at, weight: 1n + random.sized(95) });
  }
  const total = random.sized(96);
  // between, at, just before and just after the bends
  const bends = [...line, ...steps].flatMap(({ from, to }) => [from, to, (from + to) >>> 1]);
  const time = random.pick(bends) + random.between(-1, 1);
  return {
    ...{ start, initialBps: BigInt(initialBps), cliff, end, total, time: BigInt(time) },
    ...{ line: encodeSchedule(line), steps: encodeSchedule(steps) },
    ...{ ofLine: vestedAt(line, total, time), ofSteps: vestedAt(steps, total, time) },
  };
});
mkdirSync(FOLDER, { recursive: true });
writeFileSync(`${FOLDER}/vesting.bin`, hexToBytes(encodeAbiParameters(shapes, [cases])));
console.log(`${FOLDER}/vesting.bin: ${CASES} schedules`);
