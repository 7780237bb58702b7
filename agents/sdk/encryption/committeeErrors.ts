// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { TributaryError } from "../errors/TributaryError.ts";
import type { Committee } from "./committee.ts";

/** Why one member gave no key. */
export type MemberFailure = {
  node: Address;
  endpoint: string;
  /** In words, the node's own where it answered. */
  reason: string;
  /** The code of a refusal: `no_access`, `expired` … */
  code?: string | undefined;
  /** Whether the same node may answer in a moment. */
  retryable: boolean;
  /** The node signed a false answer: `onLiar` has the proof. */
  isLie?: boolean;
};

/** The committee reads from the chain that the viewer may not have the key. Asking again helps once that has changed. */
export class KeyDenied extends TributaryError {
  override name = "KeyDenied";
  readonly failures: readonly MemberFailure[];

  constructor(failures: readonly MemberFailure[]) {
    const words = failures.find(({ code }) => code === "no_access")?.reason ?? "";
    super(`the work's policy gives this viewer no key: ${words}`, {
      advice: "meet the policy, as by paying, and try again; nodes see a payment a few blocks later",
    });
    this.failures = failures;
  }
}

/** Too few members of the committee gave their part of a key; `failures` says why, node by node. */
export class KeyUnavailable extends TributaryError {
  override name = "KeyUnavailable";
  readonly failures: readonly MemberFailure[];

  constructor({ threshold, members }: Committee, failures: readonly MemberFailure[], retryable: boolean) {
    const reasons = failures.map(({ node, endpoint, reason }) => `${node} at ${endpoint}: ${reason}`);
    if (failures.length < members.length - threshold + 1)
      reasons.push("the others answered in different epochs, as while the shares are refreshed");
    const isLate = failures.some(({ code }) => code === "expired");
    const passing = isLate ? "set this device's clock right, and try again" : "try again in a moment";
    super(
      `the key needs ${threshold} of ${members.length} nodes, and too few gave their part: ${reasons.join("; ")}`,
      { retryable, advice: retryable ? passing : "tell the work's publisher" },
    );
    this.failures = failures;
  }
}

/** The work holds no key for this period that its committee can open: its publisher sealed none, or something else. */
export class CapsuleUnusable extends TributaryError {
  override name = "CapsuleUnusable";

  constructor(why: string) {
    super(`the committee cannot open the work: ${why}`, {
      advice: "open the work by its link, or tell its publisher",
    });
  }
}
