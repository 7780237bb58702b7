// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { oneOf } from "../chain/oneOf.ts";

/** The contracts that keep prepaid accounts and what is owed, each its own. */
export const DEPOSITORIES = oneOf("paymentChannels", "streamingProtocol", "streamPools", "purchasePolicy");

/** An account of a token: STREAM by default, zero for ETH. */
export type OfToken = { token?: Address | undefined };
