// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { afterEach, test, vi } from "vitest";
import { GENERATOR, negated, type Point } from "./curve.ts";
import { nobleCurve as curve } from "./nobleCurve.ts";
import { type Member, type Partial, partialDecryption, verifyPartial } from "./partialDecryption.ts";
import { inverse, mod, ORDER, scalarBytes } from "./scalars.ts";
import { PLACE, sampleCommittee } from "./testing/sampleCapsule.ts";

const { dealt, capsule, answers } = sampleCommittee(curve);
const { base } = capsule;
const memberOf = (index: number, epoch = 0): Member => ({
  ...{ committeeId: PLACE.committeeId, epoch, index },
  point: dealt.points[index - 1]!,
});
const member = memberOf(1);
const answer: Partial = answers[0]!;

afterEach(() => void vi.restoreAllMocks());

test("what a member answers is true, in its own place alone", () => {
  for (const { index, ...partial } of answers)
    assert.ok(verifyPartial(curve, memberOf(index), base, partial));
  const others: Member[] = [
    memberOf(2),
    memberOf(1, 1),
    { ...member, index: 2 },
    { ...member, point: dealt.points[1]! },
    { ...member, committeeId: `0x${"c2".repeat(32)}` },
  ];
  for (const other of others) assert.equal(verifyPartial(curve, other, base, answer), false);
  assert.equal(verifyPartial(curve, member, GENERATOR, answer), false);
});

test("KEY-3: a lie in the result or in the proof is one, also at the edges of the arithmetic", () => {
  const { result, challenge, response } = answer;
  const double = curve.sum([{ point: result, scalar: 2n }])!;
  const lies: Record<string, Partial> = {
    "another point": { ...answer, result: double },
    "the point with the other sign": { ...answer, result: negated(result) },
    "the base": { ...answer, result: base },
    "a member's point": { ...answer, result: member.point },
    "another challenge": { ...answer, challenge: mod(challenge + 1n) },
    "another response": { ...answer, response: mod(response + 1n) },
    "a challenge of 0": { ...answer, challenge: 0n },
    "a response of 0": { ...answer, response: 0n },
    "a challenge from n on": { ...answer, challenge: challenge + ORDER },
    "a response from n on": { ...answer, response: response + ORDER },
    "both of 0": { ...answer, challenge: 0n, response: 0n },
  };
  for (const [what, lie] of Object.entries(lies))
    assert.equal(verifyPartial(curve, member, base, lie), false, what);
});

test("KEY-3: commitments at infinity, or that double, prove nothing", () => {
  const share = dealt.shares[0]!;
  for (const challenge of [1n, answer.challenge]) {
    // zG = cS, so that R1 is at infinity; and R2 too, since D is true
    const atInfinity = { ...answer, challenge, response: mod(challenge * share) };
    assert.equal(verifyPartial(curve, member, base, atInfinity), false);
    // z·u = −cD: the difference doubles
    const doubling = { ...answer, challenge, response: mod(-challenge * share) };
    assert.equal(verifyPartial(curve, member, base, doubling), false);
  }
});

test("a random source that repeats itself gives no share away: other statements, other nonces", () => {
  vi.spyOn(crypto, "getRandomValues").mockImplementation((into) => into);
  const share = dealt.shares[0]!;
  const nonceOf = ({ challenge, response }: Partial) => mod(response - challenge * share);
  const bases: Point[] = [base, GENERATOR, dealt.publicKey];
  const nonces = [
    ...bases.map((one) => nonceOf(partialDecryption(curve, member, share, one))),
    ...[memberOf(1, 1), memberOf(1, 2)].map((one) => nonceOf(partialDecryption(curve, one, share, base))),
  ];
  assert.equal(new Set(nonces).size, nonces.length);
});

test("KEY-3: a result that no court can reach, with an x from n on, is no answer, whatever proves it", () => {
  const share = dealt.shares[0]!;
  for (let x = ORDER; ; x++) {
    const result = curve.decompress(Uint8Array.of(2, ...scalarBytes(x)));
    if (!result) continue;
    // only who knows the share finds a base for it
    const chosen = curve.mul(result, inverse(share));
    const partial = partialDecryption(curve, member, share, chosen);
    assert.deepEqual(partial.result, result);
    assert.equal(verifyPartial(curve, member, chosen, partial), false);
    return;
  }
});
