// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "vitest";
import { capsuleAt, keyPeriodsOf, withBlankCapsules } from "../content/capsules.ts";
import { encodeManifest } from "../content/manifest.ts";
import { rendition, manifest as sample } from "../content/testing/sampleManifest.ts";
import { sampleBytes } from "../content/testing/sampleWork.ts";
import { checkCapsule, openCapsule } from "../encryption/capsule.ts";
import { coordinatesOf } from "../encryption/curve.ts";
import { linkKeys } from "../encryption/keyProvider.ts";
import { nobleCurve as curve } from "../encryption/nobleCurve.ts";
import { partialDecryption } from "../encryption/partialDecryption.ts";
import { sealPeriods } from "../encryption/sealPeriods.ts";
import { combine, dealShares } from "../encryption/shares.ts";
import { type Seal, sealManifest } from "./sealManifest.ts";

const work = { contentId: `0x${"ab".repeat(32)}`, generation: 0 } as const;
const workKey = sampleBytes(32, 9);
const dealt = dealShares(curve, { threshold: 2, size: 3 });
const committee = { id: `0x${"c1".repeat(32)}`, publicKey: coordinatesOf(dealt.publicKey) } as const;
const fragments = Array.from({ length: 35 }, () => ({ byteCount: 1_000, duration: 180_000 }));
const media = { ...sample, durationSec: 70, renditions: [0, 1].map(() => ({ ...rendition, fragments })) };
const blank = withBlankCapsules(media, committee.id);
const parameters = { work, workKey, committee };

test("each period of each quality is sealed under its own key of the work's, offline, and to the same bytes again", async () => {
  const manifest = await sealManifest(blank, parameters);
  assert.equal(encodeManifest(manifest).length, encodeManifest(blank).length);
  assert.deepEqual(await sealManifest(blank, parameters), manifest);
  for (const [number, of] of manifest.renditions.entries()) {
    const periods = keyPeriodsOf(of, manifest.keyPeriodSec);
    assert.deepEqual(periods, [0, 1]);
    for (const period of periods) {
      const place = { committeeId: committee.id, ...work, rendition: number, period };
      const capsule = checkCapsule(curve, place, capsuleAt(manifest, number, period)!)!;
      const answers = [0, 2].map((at) => {
        const member = { committeeId: committee.id, epoch: 0, index: at + 1, point: dealt.points[at]! };
        return { index: at + 1, ...partialDecryption(curve, member, dealt.shares[at]!, capsule.base) };
      });
      const key = openCapsule(curve, dealt.publicKey, place, capsule, combine(curve, answers)!);
      assert.deepEqual(key, await linkKeys(workKey).periodKey(work, number, period));
    }
  }
});

test("a thread that seals comes to the same bytes, and is given plain values, a rendition at a time", async () => {
  const jobs: Parameters<Seal>[0][] = [];
  const inThread: Seal = async (job) => {
    jobs.push(job);
    return sealPeriods(curve, structuredClone(job));
  };
  assert.deepEqual(await sealManifest(blank, parameters, inThread), await sealManifest(blank, parameters));
  assert.deepEqual(
    // threads begin when their keys are there, in any order
    jobs.map(({ place, periods }) => [place.rendition, periods.length]).sort(),
    [
      [0, 2],
      [1, 2],
    ],
  );
});

test("a public key that is no point seals nothing", async () => {
  const wrong = { ...committee, publicKey: { x: 5n, y: 5n } };
  await assert.rejects(sealManifest(blank, { ...parameters, committee: wrong }), /no point of secp256k1/);
});
