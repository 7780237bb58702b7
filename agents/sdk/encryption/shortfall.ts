// SPDX-License-Identifier: MIT
import type { TributaryError } from "../errors/TributaryError.ts";
import type { Committee } from "./committee.ts";
import { KeyDenied, KeyUnavailable, type MemberFailure } from "./committeeErrors.ts";

/**
 * The error for what failed so far; undefined as long as the threshold can be reached.
 *
 * @param waiting Members that have not failed: those that answered, and those that may.
 */
export function shortfallOf(
  committee: Committee,
  failures: readonly MemberFailure[],
  waiting: number,
): TributaryError | undefined {
  const { threshold } = committee;
  if (waiting >= threshold) return undefined;
  const lasting = failures.filter(({ retryable }) => !retryable);
  const denied = lasting.filter(({ code }) => code === "no_access");
  const left = committee.members.length - lasting.length;
  if (left >= threshold) return new KeyUnavailable(committee, failures, true);
  // the viewer hears of the policy where it is the policy that decides
  return left + denied.length >= threshold
    ? new KeyDenied(failures)
    : new KeyUnavailable(committee, failures, false);
}
