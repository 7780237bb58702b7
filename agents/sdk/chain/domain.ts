// SPDX-License-Identifier: MIT
import type { Address } from "viem";

/** @returns The EIP-712 domain in which a contract of the protocol takes signatures: see `src/base/TributaryDomain.sol`. */
export const tributaryDomain = (chainId: number, verifyingContract: Address) =>
  ({ name: "Tributary", version: "1", chainId, verifyingContract }) as const;
