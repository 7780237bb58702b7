// SPDX-License-Identifier: MIT
import { keyPeriodsOf, withCapsules } from "../content/capsules.ts";
import type { Manifest } from "../content/manifestFields.ts";
import type { Committee } from "../encryption/committee.ts";
import { type Key, type KeyedWork, periodKey, renditionKey } from "../encryption/keys.ts";
import type { SealingJob } from "../encryption/sealPeriods.ts";
import { pause } from "../wire/requestJson.ts";

/** Whom a work is sealed to. No member is asked, and none needs to run. */
export type SealTo = Pick<Committee, "id" | "publicKey">;

/** Seals the periods of a rendition, as in a thread of its own: {@link sealPeriods}. */
export type Seal = (job: SealingJob) => Promise<Uint8Array[]>;

/** Puts a capsule of each period's key into the manifest. The same keys give the same bytes. */
export async function sealManifest(
  manifest: Manifest,
  { work, workKey, committee }: { work: KeyedWork; workKey: Key; committee: SealTo },
  seal: Seal = sealHere,
): Promise<Manifest> {
  const { contentId, generation } = work;
  const capsules = await Promise.all(
    manifest.renditions.map(async (of, rendition) => {
      const key = await renditionKey(workKey, work, rendition);
      const periods = await Promise.all(
        keyPeriodsOf(of, manifest.keyPeriodSec).map(async (period) => ({
          period,
          key: await periodKey(key, work, rendition, period),
        })),
      );
      const place = { committeeId: committee.id, contentId, generation, rendition };
      return seal({ publicKey: committee.publicKey, place, periods });
    }),
  );
  return withCapsules(manifest, committee.id, (_, rendition) => capsules[rendition]!);
}

/** Capsules at a time, so that a page goes on drawing. */
const AT_ONCE = 8;

/** Loads the curve with the first capsule: most works have none. */
async function sealHere({ periods, ...job }: SealingJob): Promise<Uint8Array[]> {
  const [{ nobleCurve }, { sealPeriods }] = await Promise.all([
    import("../encryption/nobleCurve.ts"),
    import("../encryption/sealPeriods.ts"),
  ]);
  const capsules: Uint8Array[] = [];
  while (capsules.length < periods.length) {
    const next = periods.slice(capsules.length, capsules.length + AT_ONCE);
    capsules.push(...sealPeriods(nobleCurve, { ...job, periods: next }));
    await pause(0);
  }
  return capsules;
}
