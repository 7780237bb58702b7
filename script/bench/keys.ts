// SPDX-License-Identifier: GPL-3.0-or-later
// What a second of CPU time gives of each step between a key and its viewer, in native code and in a page's JavaScript. CPU time counts,
// so that a busy machine measures the same.
// Run: npm run bench:keys
import { createNativeCurve } from "../../agents/curve/nativeCurve.ts";
import { sampleBytes } from "../../agents/sdk/content/testing/sampleWork.ts";
import { checkCapsule, openCapsule, sealCapsule } from "../../agents/sdk/encryption/capsule.ts";
import { type Curve, coordinatesOf } from "../../agents/sdk/encryption/curve.ts";
import { createHpkeKeys, openHpke, sealHpke } from "../../agents/sdk/encryption/hpke.ts";
import { nobleCurve } from "../../agents/sdk/encryption/nobleCurve.ts";
import { partialDecryption, verifyPartial } from "../../agents/sdk/encryption/partialDecryption.ts";
import { randomScalar } from "../../agents/sdk/encryption/scalars.ts";
import { sealPeriods } from "../../agents/sdk/encryption/sealPeriods.ts";
import { SECOND_GENERATOR } from "../../agents/sdk/encryption/secondGenerator.ts";
import { combine, dealShares } from "../../agents/sdk/encryption/shares.ts";
import { perCpuSecond } from "./perCpuSecond.ts";

const MEASURE_MS = 1_000;
const SEALED_GOAL = 8_000;
const SHAPE = { threshold: 3, size: 5 };
const PLACE = {
  committeeId: `0x${"c1".repeat(32)}`,
  contentId: `0x${"ab".repeat(32)}`,
  ...{ generation: 0, rendition: 0, period: 0 },
} as const;
/** Four hours of one quality, a capsule a minute. */
const PERIODS = Array.from({ length: 240 }, (_, period) => ({ period, key: sampleBytes(32, period) }));
/** HPKE's plaintext is an answer. */
const ANSWER = sampleBytes(198, 1);

function stepsOf(curve: Curve): Record<string, () => unknown> {
  const { publicKey, points, shares } = dealShares(curve, SHAPE);
  const key = PERIODS[0]!.key;
  const bytes = sealCapsule(curve, publicKey, PLACE, key);
  const capsule = checkCapsule(curve, PLACE, bytes)!;
  const members = points.map((point, at) => ({
    committeeId: PLACE.committeeId,
    epoch: 0,
    index: at + 1,
    point,
  }));
  const partials = members.map((member, at) => partialDecryption(curve, member, shares[at]!, capsule.base));
  const results = partials.slice(0, 3).map(({ result }, at) => ({ index: at + 1, result }));
  const combined = combine(curve, results)!;
  const scalar = randomScalar();
  return {
    "deal 3 of 5": () => dealShares(curve, SHAPE),
    "the 5 products of a sealing": () => [
      ...[curve.mulG(scalar), curve.mulG(scalar)],
      ...[publicKey, SECOND_GENERATOR, SECOND_GENERATOR].map((point) => curve.sum([{ point, scalar }])),
    ],
    "seal a capsule": () => sealCapsule(curve, publicKey, PLACE, key),
    "check a capsule": () => checkCapsule(curve, PLACE, bytes)!,
    "answer, with its proof": () => partialDecryption(curve, members[0]!, shares[0]!, capsule.base),
    "verify an answer": () => verifyPartial(curve, members[0]!, capsule.base, partials[0]!) || undefined,
    "combine 3 answers": () => combine(curve, results),
    "open, and be sure": () => openCapsule(curve, publicKey, PLACE, capsule, combined),
  };
}

const [native, noble] = [createNativeCurve(), nobleCurve];
const steps = [native, noble].map(stepsOf) as [Record<string, () => unknown>, Record<string, () => unknown>];
console.log("per second of CPU time                native       noble");
for (const step of Object.keys(steps[0]))
  print(
    step,
    await perCpuSecond(steps[0][step]!, MEASURE_MS),
    await perCpuSecond(steps[1][step]!, MEASURE_MS),
  );

const publicKey = coordinatesOf(dealShares(native, SHAPE).publicKey);
const job = { publicKey, place: PLACE, periods: PERIODS };
const rendition = async (curve: Curve) =>
  PERIODS.length * (await perCpuSecond(() => sealPeriods(curve, job), MEASURE_MS));
print("seal, 240 periods at once", await rendition(native), await rendition(noble));

const keys = await createHpkeKeys();
const info = sampleBytes(32, 2);
const message = await sealHpke(keys.publicKey, ANSWER, { info });
const seals = await perCpuSecond(() => sealHpke(keys.publicKey, ANSWER, { info }), MEASURE_MS);
const opens = await perCpuSecond(() => openHpke(keys, message, { info }), MEASURE_MS);
console.log(`\nHPKE on WebCrypto: ${seals.toFixed(0)} answers sealed, ${opens.toFixed(0)} opened`);
console.log(`goal: ${SEALED_GOAL} capsules sealed in native code`);

function print(step: string, inNative: number, inNoble: number): void {
  console.log(`  ${step.padEnd(30)}${inNative.toFixed(0).padStart(12)}${inNoble.toFixed(0).padStart(12)}`);
}
