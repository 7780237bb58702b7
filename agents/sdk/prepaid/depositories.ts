// SPDX-License-Identifier: MIT
import type { Address } from "viem";

/** The contracts that keep prepaid accounts and what is owed, each its own. */
export const DEPOSITORIES = ["paymentChannels", "streamingProtocol", "streamPools"] as const;

/** An account of a token: STREAM by default, zero for ETH. */
export type OfToken = { token?: Address | undefined };
