// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import type { Payee } from "../chain/payee.ts";
import type { Rate } from "./rate.ts";

/** What names a stream; `token` is zero for ETH. See {@link streamIdOf} for the id. */
export type StreamKey = { id: Hex; payee: Payee; token: Address };

/**
 * What the contract keeps of a stream; all zero for one that is not open.
 *
 * - `funds`: all that is in it, accrued or not, in wei;
 * - `remainder`: 2^-16 wei that have accrued beside what the time since `since` gives;
 * - `since`: from when the rate counts, in seconds; while paused, for how long it counted.
 */
export type Stream = {
  funds: bigint;
  rate: Rate;
  remainder: number;
  since: number;
  paused: boolean;
  isPosition: boolean;
};

export type StreamStatus = "none" | "streaming" | "paused" | "depleted";
