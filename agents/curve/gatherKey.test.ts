// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import fc from "fast-check";
import { isAddressEqual, type LocalAccount } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { test } from "vitest";
import {
  type PartialDecryption,
  recoverKeyholder,
  signPartialDecryption,
} from "../sdk/committees/partialDecryption.ts";
import type { Committee } from "../sdk/encryption/committee.ts";
import { coordinatesOf, FIELD, pointAt } from "../sdk/encryption/curve.ts";
import { gatherKey, type SignedFalsehood } from "../sdk/encryption/gatherKey.ts";
import { verifyPartial } from "../sdk/encryption/partialDecryption.ts";
import { ORDER } from "../sdk/encryption/scalars.ts";
import { PLACE, sampleCommittee } from "../sdk/encryption/testing/sampleCapsule.ts";
import { createNativeCurve } from "./nativeCurve.ts";

const curve = createNativeCurve();
const court = { chainId: 31_337, keyCourt: `0x${"c0".repeat(20)}` } as const;
const SHAPE = { threshold: 3, size: 5 };
const sample = sampleCommittee(curve, SHAPE);
const stranger = privateKeyToAccount(generatePrivateKey());
const accounts = sample.answers.map(() => privateKeyToAccount(generatePrivateKey()));
const committee: Committee = {
  ...{ id: PLACE.committeeId, epoch: 0, threshold: SHAPE.threshold },
  publicKey: coordinatesOf(sample.dealt.publicKey),
  members: accounts.map(({ address }, at) => ({
    ...{ address, endpoint: `https://${at}.example`, point: coordinatesOf(sample.dealt.points[at]!) },
  })),
};
const truth = sample.answers.map(
  ({ result, ...answer }): PartialDecryption => ({
    ...{ committeeId: PLACE.committeeId, epoch: 0, base: coordinatesOf(sample.capsule.base) },
    ...{ ...answer, result: coordinatesOf(result) },
  }),
);

/** What a member may change about its answer before it signs. */
const odd = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
  fc.constantFrom(0n, 1n, ORDER - 1n, ORDER, FIELD, 2n ** 256n - 1n),
);
const change = fc.oneof(
  fc.record({ x: odd, y: odd }).map((result) => ({ result })),
  fc.bigInt({ min: 1n, max: ORDER - 1n }).map((scalar) => ({ result: coordinatesOf(curve.mulG(scalar)) })),
  fc.constantFrom(...truth).map(({ result }) => ({ result })),
  odd.map((challenge) => ({ challenge })),
  odd.map((response) => ({ response })),
  fc.nat(255).map((index) => ({ index })),
  fc.nat(2).map((epoch) => ({ epoch })),
);
const member = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ changes: [] as Partial<PartialDecryption>[], isSigned: true }) },
  {
    weight: 2,
    arbitrary: fc.record({
      changes: fc.array(change, { minLength: 1, maxLength: 3 }),
      isSigned: fc.boolean(),
    }),
  },
);

const signed = async (account: LocalAccount, answer: PartialDecryption) => ({
  answer,
  signature: await signPartialDecryption(account, court, answer),
});

test("KEY-3: whatever members answer, in any order: three that speak the truth give the key, and nobody is named who did not sign a lie", async () => {
  let [named, found] = [0, 0];
  const members = fc.tuple(member, member, member, member, member);
  const order = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 });
  await fc.assert(
    fc.asyncProperty(members, order, async (behaviours, turns) => {
      const given = await Promise.all(
        behaviours.map(({ changes, isSigned }, at) =>
          signed(isSigned ? accounts[at]! : stranger, Object.assign({ ...truth[at]! }, ...changes)),
        ),
      );
      const lies: SignedFalsehood[] = [];
      const committeeIn = async (epoch: number) => {
        // the epoch that follows has the same members in other places
        if (epoch === 1) return { ...committee, epoch, members: committee.members.toReversed() };
        throw new Error("no such epoch");
      };
      const { take, failures } = gatherKey({
        ...{ curve, court, committee, committeeIn, place: PLACE, capsule: sample.capsule },
        onLiar: (lie) => void lies.push(lie),
      });
      let key: Uint8Array | undefined;
      for (const at of turns) {
        const { answer, signature } = given[at]!;
        key ??= await take({ ...answer, signature, node: committee.members[at]! });
      }

      const honest = behaviours.flatMap(({ changes }, at) => (changes.length === 0 ? [at] : []));
      if (honest.length >= SHAPE.threshold) assert.deepEqual(key, sample.key);
      if (key) assert.deepEqual(key, sample.key);
      for (const at of honest)
        assert.ok(!failures.some(({ node, isLie }) => isLie && node === accounts[at]!.address));
      for (const { node, answer, signature } of lies) {
        const signer = await recoverKeyholder(court, answer, signature);
        assert.ok(signer && isAddressEqual(signer, node.address));
        const seat = { ...answer, point: pointAt(node.point)! };
        const [base, result] = [pointAt(answer.base)!, pointAt(answer.result)];
        assert.ok(!result || !verifyPartial(curve, seat, base, { ...answer, result }));
      }
      named += lies.length;
      found += key ? 1 : 0;
    }),
    { numRuns: 300 },
  );
  // both happen
  assert.ok(named > 50 && found > 50, `${named} named, ${found} found`);
});
