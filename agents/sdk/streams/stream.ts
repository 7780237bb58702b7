// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import type { Payee } from "../chain/payee.ts";
import type { Rate } from "./rate.ts";

/** The key of a stream; `token` is zero for ETH. See {@link streamIdOf} for the id. */
export type StreamKey = { id: Hex; payee: Payee; token: Address };

/**
 * The stored state of a stream; all zero for a stream that is not open.
 *
 * - `funds`: all money in the stream, accrued or not, in wei;
 * - `remainder`: the fraction of a wei accrued before `since`, in 2^-16 wei;
 * - `since`: the start of accrual, in seconds; while paused, the accrued time.
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
