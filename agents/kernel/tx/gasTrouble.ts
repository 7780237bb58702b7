// SPDX-License-Identifier: GPL-3.0-or-later
import { RevertError } from "../chain/revert.ts";
import { causesOf } from "../process/errors.ts";
import { GasCapError } from "./txErrors.ts";

/** What clients say of a call that takes more gas than it may have, in lower case. */
const WORDS =
  /out ?of ?gas|gas required exceeds|exceeds (the )?(block|transaction|tx|max(imum)?)? ?gas|gas ?limit ?(is )?(exceeded|reached|too high|must be at most)|gas limit [^.]{0,24}(greater than the|exceeded) cap|gas too high|gas uint64 overflow|exceeds max transaction gas/;

/**
 * Whether a transaction failed because it needs too much gas: before signing, at the node, or on chain. Half of its work
 * may pass.
 */
export function needsLessGas(error: unknown): boolean {
  return (causesOf(error) as (Error & { details?: unknown })[]).some(
    (link) =>
      link instanceof GasCapError ||
      (link instanceof RevertError && link.isOutOfGas) ||
      WORDS.test(`${link.message} ${link.details ?? ""}`.toLowerCase()),
  );
}
