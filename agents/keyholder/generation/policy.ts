// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, isAddressEqual } from "viem";

/** Members take turns to begin the epoch, so that one of them pays for it. */
export const TURN_SEC = 60;

/** A generation that somebody began, as far as a member must agree to it. */
export type Proposal = {
  founder: Address;
  /** The members of the epoch to begin: without those who leave. */
  members: readonly Address[];
  threshold: number;
  /** The epoch whose key is handed on; undefined for a new key. */
  present?: { members: readonly Address[]; threshold: number } | undefined;
};

/** @returns Why a founder's proposals are not followed, whatever they are; undefined for one whom the operator names. */
export function judgeFounder(founder: Address, founders: readonly Address[]): string | undefined {
  return founders.some((known) => isAddressEqual(known, founder))
    ? undefined
    : "its founder is not in --founders";
}

/**
 * Decides whether this node takes part. Founders have no power over a key, but whoever they name gets key shares: one that an operator does
 * not know is refused, and none hands a key to strangers alone.
 *
 * @returns Why not; undefined for a proposal that the node follows.
 */
export function judgeProposal(
  { founder, members, threshold, present }: Proposal,
  founders: readonly Address[],
): string | undefined {
  const stranger = judgeFounder(founder, founders);
  if (stranger) return stranger;
  const isTwice = members.some((member, at) =>
    members.slice(0, at).some((one) => isAddressEqual(one, member)),
  );
  if (isTwice) return "a member stands in it twice";
  if (threshold > members.length) return "its threshold is above the number of its members";
  if (!present) return undefined;
  if (threshold < present.threshold) return "its threshold is below that of the present epoch";
  const strangers = members.filter((member) => !present.members.some((one) => isAddressEqual(one, member)));
  return strangers.length < threshold ? undefined : "its new members could open every work alone";
}

/** The state of a generation for one of its members: of the last final block, and of the node's directory. Times in seconds. */
export type GenerationView = {
  commitUntil: number;
  revealUntil: number;
  complainUntil: number;
  /** Whether this node has a dealing on disk. */
  holdsDealing: boolean;
  /** What stands on chain in this node's place: nothing, the dealing on disk, or one that is not on disk. */
  committed: "none" | "held" | "lost";
  /** Whether this node deals: where a key is handed on, holders of a key share alone do. */
  deals: boolean;
  revealed: boolean;
  /** Dealers that count, and whose share for this node is not what they promised. */
  wrong: readonly number[];
  /** The number of dealers that count. */
  dealers: number;
  /** The number of dealers, and of members that confirm, without which no epoch begins. */
  needed: number;
  /** The place by which this node confirms; undefined for one that has no seat in the present epoch. */
  confirmsAs: number | undefined;
  /** A bit for each place that confirmed what this node computes. */
  confirmed: number;
  /**
   * Whether the epoch has begun: not, not finally, with this node's key share, with one that only the lost dealing would tell, with seats in
   * which it has none, or with other seats. An epoch that began before its members agreed on another is one with other seats.
   */
  begun: "no" | "just now" | "with us" | "lost" | "without us" | "otherwise";
  /** Whether the new key share is on disk. */
  holdsShare: boolean;
};

/**
 * - commit: publishes the hash of a dealing, which is on disk before;
 * - reveal: publishes the dealing;
 * - complain: proves a dealer's share wrong;
 * - confirm: agrees to the seats that follow from the dealings;
 * - finish: begins the epoch;
 * - keep: puts the new key share on disk;
 * - forget: erases the dealing; leave: erases the key share of the epoch before, too.
 */
export type Step =
  | { step: "commit" | "reveal" | "confirm" | "finish" | "keep" | "forget" | "leave" }
  | { step: "complain"; dealer: number };

/**
 * Plans what a member does now. What others chose counts once it is final, so that no reorg makes an honest dealing a wrong one.
 *
 * @param nowSec The time of the newest block. @param finalSec That of the last final one, at which `view` was read.
 */
export function planSteps(view: GenerationView, nowSec: number, finalSec: number): Step[] {
  if (view.begun !== "no") return planEnd(view);
  if (finalSec < view.commitUntil) {
    return view.committed === "none" && nowSec < view.commitUntil ? [{ step: "commit" }] : [];
  }
  if (view.committed === "none") return view.holdsDealing ? [{ step: "forget" }] : [];
  if (view.committed === "lost") return [];
  if (finalSec < view.revealUntil) {
    const isTime = nowSec < view.revealUntil;
    return isTime && view.deals && !view.revealed ? [{ step: "reveal" }] : [];
  }
  if (finalSec < view.complainUntil) {
    return nowSec < view.complainUntil ? view.wrong.map((dealer) => ({ step: "complain", dealer })) : [];
  }
  return planAgreement(view, nowSec);
}

/**
 * Whether a generation can ask nothing more of this node than the steps that are planned now: the epoch has begun, or another in its place;
 * too few dealers are left; or this node committed to nothing in its time.
 */
export function isOver({ begun, committed, ...view }: GenerationView, finalSec: number): boolean {
  // a backup may still bring a lost dealing back
  if (begun !== "no") return begun !== "just now" && begun !== "lost";
  if (finalSec >= view.complainUntil && view.dealers < view.needed) return true;
  return finalSec >= view.commitUntil && committed === "none";
}

function planEnd({ begun, holdsDealing, holdsShare }: GenerationView): Step[] {
  if (!holdsDealing || begun === "just now" || begun === "lost") return [];
  if (begun === "without us") return [{ step: "leave" }];
  const isNew = begun === "with us" && !holdsShare;
  // in this order, so that a node that is killed in between has one of them
  return [...(isNew ? [{ step: "keep" } as const] : []), { step: "forget" }];
}

function planAgreement(view: GenerationView, nowSec: number): Step[] {
  if (view.dealers < view.needed) return view.holdsDealing ? [{ step: "forget" }] : [];
  // whoever was dealt a wrong share cannot check its seat
  if (view.wrong.length > 0 || view.confirmsAs === undefined) return [];
  const ownBit = 1 << (view.confirmsAs - 1);
  const confirmed = countOf(view.confirmed);
  const hasConfirmed = (view.confirmed & ownBit) !== 0;
  if (confirmed < view.needed) return hasConfirmed ? [] : [{ step: "confirm" }];
  const turn = hasConfirmed ? countOf(view.confirmed & (ownBit - 1)) : confirmed;
  return nowSec >= view.complainUntil + turn * TURN_SEC ? [{ step: "finish" }] : [];
}

function countOf(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
}
