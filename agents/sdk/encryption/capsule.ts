// SPDX-License-Identifier: MIT
// The key of one period, sealed to a committee: TDH2 of Shoup and Gennaro, bound to the period's place. See docs/FORMAT.md.
import { type Hex, hexToBytes } from "viem";
import { CAPSULE_BYTES } from "../content/capsules.ts";
import { concatBytes } from "../content/merkle.ts";
import { TributaryError } from "../errors/TributaryError.ts";
import {
  COMPRESSED_BYTES,
  type Curve,
  compress,
  coordinatesOf,
  GENERATOR,
  isSamePoint,
  type Point,
} from "./curve.ts";
import { expand, extract } from "./expand.ts";
import { type Key, type KeyedWork, labelOf, uint32 } from "./keys.ts";
import { isScalar, mod, numberOf, ORDER, scalarBytes, WIDE_BYTES } from "./scalars.ts";
import { SECOND_GENERATOR } from "./secondGenerator.ts";

const KEY_BYTES = 32;

/** What one capsule is for. It opens in no other place. */
export type CapsulePlace = Pick<KeyedWork, "contentId" | "generation"> & {
  committeeId: Hex;
  rendition: number;
  period: number;
};

/** A capsule, read. */
export type Capsule = {
  maskedKey: Uint8Array;
  /** u, the point that each member multiplies by its share. */
  base: Point;
  /** ū, the same number times the second generator. */
  twin: Point;
  /** e and f: the proof that whoever sealed knew the number. */
  challenge: bigint;
  response: bigint;
};

/**
 * Seals a period's key to the committee with `publicKey`, without asking anyone. The same key in the same place gives the same bytes.
 */
export function sealCapsule(curve: Curve, publicKey: Point, place: CapsulePlace, key: Key): Uint8Array {
  const label = bytesOf(place);
  const [secret, nonce] = secretsOf(curve, label, publicKey, key);
  // each number serves once, and nobody can ask for it again: the faster way may tell its time
  const times = (point: Point, scalar: bigint) => curve.sum([{ point, scalar }])!;
  const masked = masking(curve, label, times(publicKey, secret), key);
  const [base, twin] = [curve.mulG(secret), times(SECOND_GENERATOR, secret)].map(compress);
  const [w, wTwin] = [curve.mulG(nonce), times(SECOND_GENERATOR, nonce)].map(compress);
  const challenge = challengeOf(curve, label, [masked, base!, w!, twin!, wTwin!]);
  const response = mod(nonce + secret * challenge);
  return concatBytes([masked, base!, twin!, scalarBytes(challenge), scalarBytes(response)]);
}

/** Reads a capsule, without a look at its proof; undefined where the bytes are none. */
export function readCapsule(curve: Curve, bytes: Uint8Array): Capsule | undefined {
  if (bytes.length !== CAPSULE_BYTES) return undefined;
  const { masked, base: u, twin: uTwin, proof } = partsOf(bytes);
  const [base, twin] = [curve.decompress(u), curve.decompress(uTwin)];
  // ecrecover reaches no x from n on, and a court must reach the base
  if (!base || !twin || coordinatesOf(base).x >= ORDER) return undefined;
  const [challenge, response] = [numberOf(proof.subarray(0, 32)), numberOf(proof.subarray(32))];
  // a number from n on would be a second form of another
  if (!isScalar(challenge) || !isScalar(response)) return undefined;
  return { maskedKey: masked, base, twin, challenge, response };
}

/** The capsule in `bytes` where its proof is true in this place; undefined otherwise. A member answers for no other. */
export function checkCapsule(curve: Curve, place: CapsulePlace, bytes: Uint8Array): Capsule | undefined {
  const capsule = readCapsule(curve, bytes);
  if (!capsule) return undefined;
  const { challenge, response } = capsule;
  const { masked, base, twin } = partsOf(bytes);
  const less = ORDER - challenge;
  const committed = (generator: Point, point: Point) =>
    curve.sum([
      { point: generator, scalar: response },
      { point, scalar: less },
    ]);
  const [w, wTwin] = [committed(GENERATOR, capsule.base), committed(SECOND_GENERATOR, capsule.twin)];
  if (!w || !wTwin) return undefined;
  const expected = challengeOf(curve, bytesOf(place), [masked, base, compress(w), twin, compress(wTwin)]);
  return expected === challenge ? capsule : undefined;
}

/**
 * The key in a capsule, from the point that t members' answers combine to. Undefined where one of the answers is false, and where the
 * capsule does not hold what it was made of.
 */
export function openCapsule(
  curve: Curve,
  publicKey: Point,
  place: CapsulePlace,
  { maskedKey, base }: Capsule,
  combined: Point,
): Key | undefined {
  const label = bytesOf(place);
  const key = masking(curve, label, combined, maskedKey);
  const [secret] = secretsOf(curve, label, publicKey, key);
  return isSamePoint(curve.mulG(secret), base) ? key : undefined;
}

function bytesOf({ committeeId, contentId, generation, rendition, period }: CapsulePlace): Uint8Array {
  const numbers = [generation, rendition, period].map(uint32);
  return concatBytes([labelOf("capsule"), hexToBytes(committeeId), hexToBytes(contentId), ...numbers]);
}

/** r and s of the sealing. Both follow from the key, so that no random source is needed, and none can fail. */
function secretsOf({ sha256 }: Curve, label: Uint8Array, publicKey: Point, key: Key): [bigint, bigint] {
  const extracted = extract(sha256, key);
  const point = compress(publicKey);
  const secretOf = (name: string) => {
    const info = concatBytes([labelOf(name), label, point]);
    const secret = mod(numberOf(expand(sha256, extracted, info, WIDE_BYTES)));
    if (secret === 0n) throw new TributaryError("the key cannot be sealed", { advice: "choose another key" });
    return secret;
  };
  return [secretOf("capsule-r"), secretOf("capsule-s")];
}

/** The key under its mask, or the masked key in the clear. */
function masking({ sha256 }: Curve, label: Uint8Array, shared: Point, key: Uint8Array): Uint8Array {
  const info = concatBytes([labelOf("mask"), label]);
  const mask = expand(sha256, extract(sha256, compress(shared)), info, KEY_BYTES);
  return mask.map((byte, at) => byte ^ key[at]!);
}

const challengeOf = ({ sha256 }: Curve, label: Uint8Array, fields: readonly Uint8Array[]) =>
  mod(numberOf(sha256(concatBytes([labelOf("tdh2"), label, ...fields]))));

function partsOf(bytes: Uint8Array) {
  const [afterKey, afterBase, afterTwin] = [32, 32 + COMPRESSED_BYTES, 32 + 2 * COMPRESSED_BYTES];
  return {
    masked: bytes.slice(0, afterKey),
    base: bytes.subarray(afterKey, afterBase),
    twin: bytes.subarray(afterBase, afterTwin),
    proof: bytes.subarray(afterTwin),
  };
}
