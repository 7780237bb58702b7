// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { oneOf } from "../chain/oneOf.ts";

/** A policy in the contracts' form; see `src/types/Policy.sol`. */
export type Policy = { policy: Address; terms: Hex };

/** The contracts that decide about access; any other contract may, too. */
export const POLICIES = oneOf(
  "composedPolicy",
  "freePolicy",
  "streamPolicy",
  "seatPolicy",
  "meteredPolicy",
  "purchasePolicy",
  "erc20Policy",
  "erc721Policy",
  "erc1155Policy",
  "allowListPolicy",
  "collaboratorPolicy",
);

/** One of {@link POLICIES}. */
export type PolicyKey = (typeof POLICIES.keys)[number];
