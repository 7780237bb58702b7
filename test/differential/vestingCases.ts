// SPDX-License-Identifier: GPL-3.0-or-later
// Prints 1,000 random schedules and what the SDK says about them, ABI-encoded, for VestingCurve.t.sol.
import { randomInt } from "node:crypto";
import { encodeAbiParameters, parseAbiParameters } from "viem";
import { encodeSchedule, linearSchedule, type Step, vestedAt } from "../../agents/sdk/vesting/schedule.ts";

const CASES = 1_000;
const shapes = parseAbiParameters([
  "Case[] cases",
  "struct Case { uint40 start; uint256 initialBps; uint40 cliff; uint40 end; uint256[] line; uint256[] steps; uint256 total; uint256 time; uint256 ofLine; uint256 ofSteps; }",
]);

/** Of every size up to `bits`. */
const upTo = (bits: number) => (BigInt(randomInt(2 ** 47)) ** 3n) >> BigInt(141 - randomInt(bits + 1));

const cases = Array.from({ length: CASES }, () => {
  const start = 1 + Number(upTo(37));
  const cliff = start + Number(upTo(37));
  const end = cliff + Number(upTo(37));
  const initialBps = randomInt(10_001);
  const line = [...linearSchedule(start, initialBps, cliff, end)];
  const steps: Step[] = [];
  for (let at = start, left = 1 + randomInt(16); left > 0; --left) {
    const from = at + Number(upTo(30));
    at = from + Number(upTo(30));
    steps.push({ from, to: at, weight: 1n + upTo(95) });
  }
  const total = upTo(96);
  // between, at, just before and just after the bends
  const bends = [...line, ...steps].flatMap(({ from, to }) => [from, to, (from + to) >>> 1]);
  const time = bends[randomInt(bends.length)]! + randomInt(-1, 2);
  return {
    ...{ start, initialBps: BigInt(initialBps), cliff, end, total, time: BigInt(time) },
    ...{ line: encodeSchedule(line), steps: encodeSchedule(steps) },
    ...{ ofLine: vestedAt(line, total, time), ofSteps: vestedAt(steps, total, time) },
  };
});
process.stdout.write(encodeAbiParameters(shapes, [cases]));
