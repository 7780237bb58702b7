// SPDX-License-Identifier: MIT
// Makes a key of the answers of a committee as they come, and finds out who lied where they do not fit.

import type { Hex } from "viem";
import { isAddressEqual } from "viem";
import {
  type AnswerHints,
  type CourtOfKeys,
  type PartialDecryption,
  recoverKeyholder,
} from "../committees/partialDecryption.ts";
import { slashHints } from "../committees/slashHints.ts";
import { type Capsule, type CapsulePlace, openCapsule } from "./capsule.ts";
import type { Committee, CommitteeMember } from "./committee.ts";
import { CapsuleUnusable, type MemberFailure } from "./committeeErrors.ts";
import { type Curve, coordinatesOf, pointAt } from "./curve.ts";
import type { KeyAnswer } from "./keyAnswer.ts";
import type { Key } from "./keys.ts";
import { verifyPartial } from "./partialDecryption.ts";
import { combine, MOST_MEMBERS } from "./shares.ts";

/** A false answer that its node signed, as `committee.slashKeyholder` takes it. */
export type SignedFalsehood = {
  node: CommitteeMember;
  answer: PartialDecryption;
  signature: Hex;
  hints: AnswerHints;
};

export type GatherParameters = {
  curve: Curve;
  court: CourtOfKeys;
  committee: Committee;
  /** The committee in another epoch, as a refresh leaves it behind or ahead. */
  committeeIn(epoch: number): Promise<Committee>;
  place: CapsulePlace;
  capsule: Capsule;
  onLiar?: ((lie: SignedFalsehood) => void) | undefined;
};

type Given = KeyAnswer & { node: CommitteeMember };
/** The answers of one epoch: shares of two do not mix. */
type Group = {
  answers: Given[];
  /** As of the epoch that is known, until the group's own is read. */
  threshold: number;
  /** Whether every answer is looked at by itself, since some did not fit together. */
  isJudged: boolean;
};

/** Takes answers one after the other; `take` says what they came to. */
export function gatherKey({
  curve,
  court,
  committee,
  committeeIn,
  place,
  capsule,
  onLiar,
}: GatherParameters) {
  const groups = new Map<number, Group>();
  const failures: MemberFailure[] = [];
  const publicKey = pointAt(committee.publicKey);
  if (!publicKey) throw new CapsuleUnusable("its public key is no point");

  const fail = ({ address, endpoint }: CommitteeMember, reason: string, more: Partial<MemberFailure> = {}) =>
    void failures.push({ node: address, endpoint, reason, retryable: false, ...more });

  /** Whether an answer is true; says who failed, and hands over the proof against whoever lied. */
  async function isTrue({ node, signature, ...given }: Given, of: Committee | undefined): Promise<boolean> {
    const { index, epoch } = given;
    if (!of) {
      fail(node, `answered in epoch ${epoch}, which cannot be read`, { retryable: true });
      return false;
    }
    const member = of.members[index - 1];
    if (!member || !isAddressEqual(member.address, node.address)) {
      fail(node, `answered as member ${index} of epoch ${epoch}, which it is not`);
      return false;
    }
    const answer = { committeeId: place.committeeId, base: coordinatesOf(capsule.base), ...given };
    const signer = await recoverKeyholder(court, answer, signature);
    if (!signer || !isAddressEqual(signer, node.address)) {
      fail(node, "sent an answer that its operator did not sign");
      return false;
    }
    const [point, result] = [pointAt(member.point), pointAt(given.result)];
    const seat = point && { committeeId: place.committeeId, epoch, index, point };
    if (seat && result && verifyPartial(curve, seat, capsule.base, { ...given, result })) return true;
    fail(node, "signed a false answer", { isLie: true });
    onLiar?.({ node, answer, signature, hints: slashHints(answer, member.point) });
    return false;
  }

  async function judge(group: Group, answers: readonly Given[]): Promise<void> {
    group.isJudged = true;
    const { epoch } = answers[0]!;
    const of = epoch === committee.epoch ? committee : await committeeIn(epoch).catch(() => undefined);
    group.threshold = of?.threshold ?? group.threshold;
    const verdicts = await Promise.all(answers.map((given) => isTrue(given, of)));
    const isFalse = (given: Given) => verdicts[answers.indexOf(given)] === false;
    group.answers = group.answers.filter((given) => !isFalse(given));
  }

  function open({ answers, threshold }: Group): Key | undefined {
    if (answers.length < threshold) return undefined;
    const chosen = answers.slice(0, threshold);
    const results = chosen.map(({ index, result }) => ({ index, result: pointAt(result)! }));
    const combined = combine(curve, results);
    return combined && openCapsule(curve, publicKey!, place, capsule, combined);
  }

  return {
    failures,
    fail: (failure: MemberFailure) => void failures.push(failure),
    /** Throws a CapsuleUnusable where true answers do not open the capsule. */
    async take(given: Given): Promise<Key | undefined> {
      const group = groups.get(given.epoch) ?? {
        answers: [],
        threshold: committee.threshold,
        isJudged: false,
      };
      groups.set(given.epoch, group);
      const before = group.answers;
      group.answers = [...before, given];
      if (group.isJudged) await judge(group, [given]);
      else if (isOdd(given, before)) await judge(group, group.answers);
      const key = open(group);
      if (key || group.answers.length < group.threshold) return key;
      if (!group.isJudged) await judge(group, group.answers);
      if (group.answers.length < group.threshold) return undefined;
      const keyOfTrue = open(group);
      if (keyOfTrue) return keyOfTrue;
      throw new CapsuleUnusable("what its nodes answer is true, and the capsule holds something else");
    },
  };

  /** Whether an answer cannot be combined with others, or comes from a place that is not its node's. */
  function isOdd({ epoch, index, result, node }: Given, others: readonly Given[]): boolean {
    const isPlace = index >= 1 && index <= MOST_MEMBERS && others.every((other) => other.index !== index);
    if (!isPlace || !pointAt(result)) return true;
    const member = committee.members[index - 1];
    return epoch === committee.epoch && (!member || !isAddressEqual(member.address, node.address));
  }
}
