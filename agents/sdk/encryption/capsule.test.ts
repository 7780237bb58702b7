// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "vitest";
import { CAPSULE_BYTES } from "../content/capsules.ts";
import { concatBytes } from "../content/merkle.ts";
import { checkCapsule, openCapsule, readCapsule, sealCapsule } from "./capsule.ts";
import { coordinatesOf, FIELD, pointAt } from "./curve.ts";
import { labelOf, uint32 } from "./keys.ts";
import { nobleCurve as curve } from "./nobleCurve.ts";
import { numberOf, ORDER, scalarBytes } from "./scalars.ts";
import { SECOND_GENERATOR } from "./secondGenerator.ts";
import { combine } from "./shares.ts";
import { OTHER_PLACES, PLACE, sampleCommittee } from "./testing/sampleCapsule.ts";

const { dealt, key, bytes, capsule, answers } = sampleCommittee(curve);

/** The capsule with other bytes at a place. */
const changed = (at: number, part: Uint8Array) => {
  const copy = Uint8Array.from(bytes);
  copy.set(part, at);
  return copy;
};

/** The parts of a capsule begin here. */
const AT = { base: 32, twin: 65, challenge: 98, response: 130 };

test("the second generator is the first point that its label hashes to, so nobody chose it", () => {
  for (let counter = 0; ; counter++) {
    const hash = createHash("sha256").update(labelOf("generator")).update(uint32(counter)).digest();
    const x = numberOf(hash);
    const compressed = concatBytes([Uint8Array.of(2), scalarBytes(x)]);
    const point = x < ORDER ? curve.decompress(compressed) : undefined;
    if (!point) continue;
    assert.deepEqual(point, SECOND_GENERATOR);
    assert.equal(coordinatesOf(point).y % 2n, 0n);
    return;
  }
});

test("KEY-3: any two of three open a capsule, and one cannot", () => {
  for (const [first, second] of [
    [0, 1],
    [0, 2],
    [1, 2],
    [2, 0],
  ]) {
    const combined = combine(curve, [answers[first!]!, answers[second!]!])!;
    assert.deepEqual(openCapsule(curve, dealt.publicKey, PLACE, capsule, combined), key);
  }
  for (const answer of answers)
    assert.equal(openCapsule(curve, dealt.publicKey, PLACE, capsule, combine(curve, [answer])!), undefined);
});

test("the same key in the same place gives the same bytes, and in another place others", () => {
  assert.equal(bytes.length, CAPSULE_BYTES);
  assert.deepEqual(sealCapsule(curve, dealt.publicKey, PLACE, key), bytes);
  for (const place of OTHER_PLACES) {
    const other = sealCapsule(curve, dealt.publicKey, place, key);
    // no number is used twice: not the base either
    for (const at of Object.values(AT))
      assert.notDeepEqual(other.subarray(at, at + 33), bytes.subarray(at, at + 33));
  }
  const another = sampleCommittee(curve).dealt.publicKey;
  assert.notDeepEqual(sealCapsule(curve, another, PLACE, key), bytes);
});

test("KEY-3: a capsule of another work, generation, rendition, period or committee is refused", () => {
  assert.ok(checkCapsule(curve, PLACE, bytes));
  for (const place of OTHER_PLACES) {
    assert.equal(checkCapsule(curve, place, bytes), undefined);
    const combined = combine(curve, answers.slice(0, 2))!;
    assert.equal(openCapsule(curve, dealt.publicKey, place, capsule, combined), undefined);
  }
});

test("KEY-3: a capsule that was changed in any part, cut or made longer is refused", () => {
  for (let at = 0; at < bytes.length; at += 7)
    assert.equal(checkCapsule(curve, PLACE, changed(at, Uint8Array.of(bytes[at]! ^ 1))), undefined, `${at}`);
  for (const cut of [new Uint8Array(), bytes.subarray(1), bytes.subarray(0, -1), Uint8Array.of(...bytes, 0)])
    assert.equal(checkCapsule(curve, PLACE, cut), undefined);
});

test("KEY-3: points that are none, and numbers out of range, are no capsule", () => {
  const { challenge, response } = capsule;
  const malformed = {
    "no sign": changed(AT.base, Uint8Array.of(0)),
    "a hybrid sign": changed(AT.base, Uint8Array.of(6)),
    "x of no point": changed(AT.base + 1, scalarBytes(5n)),
    "x of the field's size": changed(AT.base + 1, scalarBytes(FIELD)),
    "x above the field": changed(AT.base + 1, scalarBytes(2n ** 256n - 1n)),
    "infinity as zeros": changed(AT.base, new Uint8Array(33)),
    "a twin at infinity": changed(AT.twin, new Uint8Array(33)),
    "a twin that is none": changed(AT.twin + 1, scalarBytes(5n)),
    "e of 0": changed(AT.challenge, scalarBytes(0n)),
    "e of n": changed(AT.challenge, scalarBytes(ORDER)),
    "f of 0": changed(AT.response, scalarBytes(0n)),
    "f of n": changed(AT.response, scalarBytes(ORDER)),
    "f at its largest": changed(AT.response, scalarBytes(2n ** 256n - 1n)),
  };
  for (const [what, given] of Object.entries(malformed)) {
    assert.equal(readCapsule(curve, given), undefined, what);
    assert.equal(checkCapsule(curve, PLACE, given), undefined, what);
  }
  // a second form of the same numbers, where 256 bits have room for one
  for (const [at, value] of [
    [AT.challenge, challenge + ORDER],
    [AT.response, response + ORDER],
  ] as const)
    if (value < 2n ** 256n) assert.equal(readCapsule(curve, changed(at, scalarBytes(value))), undefined);
});

test("a base that no court can reach, with an x from n on, is no capsule", () => {
  for (let x = ORDER; ; x++) {
    const base = curve.decompress(concatBytes([Uint8Array.of(2), scalarBytes(x)]));
    if (!base) continue;
    assert.ok(pointAt(coordinatesOf(base)));
    assert.equal(readCapsule(curve, changed(AT.base + 1, scalarBytes(x))), undefined);
    return;
  }
});

test("KEY-3: a base without a twin of the same number is refused: it would make a member multiply a chosen point", () => {
  // the points of another capsule, under this one's proof
  const other = sampleCommittee(curve, { seed: 2 }).bytes;
  assert.equal(checkCapsule(curve, PLACE, changed(AT.base, other.subarray(AT.base, AT.twin))), undefined);
  assert.equal(
    checkCapsule(curve, PLACE, changed(AT.twin, other.subarray(AT.twin, AT.challenge))),
    undefined,
  );
});
