// SPDX-License-Identifier: MIT
import { bytesToHex, type Hex, numberToHex } from "viem";
import { withCapsules } from "../../content/capsules.ts";
import { encodeManifest } from "../../content/manifest.ts";
import type { Manifest } from "../../content/manifestFields.ts";
import { sampleBytes } from "../../content/testing/sampleWork.ts";
import { checkCapsule, openCapsule, sealCapsule } from "../capsule.ts";
import { compress } from "../curve.ts";
import { openHpke } from "../hpke.ts";
import { type Key, type KeyedWork, periodKey, renditionKey } from "../keys.ts";
import { nobleCurve as curve } from "../nobleCurve.ts";
import { partialDecryption, verifyPartial } from "../partialDecryption.ts";
import { mod, numberOf } from "../scalars.ts";
import { combine, dealShares } from "../shares.ts";
import { HPKE_VECTOR, hpkeKeysOf } from "./hpkeVector.ts";

const COMMITTEE = `0x${"c1".repeat(32)}` as const;
const EPOCH = 7;
const SHAPE = { threshold: 2, size: 3 };

const hex = (value: bigint) => numberToHex(value, { size: 32 });
const compressed = (point: Parameters<typeof compress>[0]) => bytesToHex(compress(point));

/** The work's keys sealed to a committee of two in three, and what its members answer for the first capsule. */
export async function capsuleVectors(manifest: Manifest, work: KeyedWork, workKey: Key) {
  let drawn = 0;
  const coefficient = () => mod(numberOf(sampleBytes(32, 100 + drawn++)));
  const dealt = dealShares(curve, SHAPE, coefficient);
  const { publicKey, points, shares } = dealt;
  const capsules: { rendition: number; period: number; key: Hex; capsule: Hex }[] = [];
  const sealed = new Map<string, Uint8Array>();
  for (const [rendition, period] of [
    [0, 0],
    [1, 0],
    [1, 1],
  ] as const) {
    const key = await periodKey(await renditionKey(workKey, work, rendition), work, rendition, period);
    const bytes = sealCapsule(curve, publicKey, placeOf(work, rendition, period), key);
    sealed.set(`${rendition}/${period}`, bytes);
    capsules.push({ rendition, period, key: bytesToHex(key), capsule: bytesToHex(bytes) });
  }
  const place = placeOf(work, 0, 0);
  const capsule = checkCapsule(curve, place, sealed.get("0/0")!)!;
  const answers = shares.map((share, at) => {
    const member = { committeeId: COMMITTEE, epoch: EPOCH, index: at + 1, point: points[at]! };
    const partial = partialDecryption(curve, member, share, capsule.base, sampleBytes(32, at));
    const { result, challenge, response } = partial;
    const isTrue = verifyPartial(curve, member, capsule.base, partial);
    const proof = { challenge: hex(challenge), response: hex(response), isTrue };
    return {
      index: at + 1,
      point: compressed(points[at]!),
      share: hex(share),
      partial,
      result: compressed(result),
      ...proof,
    };
  });
  const combined = combine(
    curve,
    answers.slice(1).map(({ index, partial }) => ({ index, result: partial.result })),
  )!;
  const withAll = withCapsules(manifest, COMMITTEE, (periods, rendition) =>
    periods.map((period) => sealed.get(`${rendition}/${period}`)!),
  );
  return {
    ...{ committee: COMMITTEE, ...SHAPE, epoch: EPOCH, publicKey: compressed(publicKey), capsules },
    manifest: bytesToHex(encodeManifest(withAll)),
    answers: answers.map(({ partial: _, ...answer }) => answer),
    opened: bytesToHex(openCapsule(curve, publicKey, place, capsule, combined)!),
    hpke: await openedMessage(),
  };
}

const placeOf = ({ contentId, generation }: KeyedWork, rendition: number, period: number) => ({
  ...{ committeeId: COMMITTEE, contentId, generation, rendition, period },
});

/** What RFC 9180's message says. */
async function openedMessage(): Promise<Hex> {
  const { recipient, ephemeral, ciphertext, info, aad } = HPKE_VECTOR;
  const sealed = { encapsulatedKey: ephemeral.publicKey, ciphertext };
  return bytesToHex(await openHpke(await hpkeKeysOf(recipient), sealed, { info, aad }));
}
