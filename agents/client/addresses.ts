// SPDX-License-Identifier: MIT
import type { Address } from "viem";

/** Where the contracts that a dApp calls stand on one chain. */
export type TributaryAddresses = {
  streamToken: Address;
  contentRegistry: Address;
  operatorRegistry: Address;
  contentCourt: Address;
  paymentChannels: Address;
  splitRollup: Address;
  /** The first block worth reading logs of. */
  startBlock: bigint;
};

/**
 * Deployments by chain id. There is none yet that is not a development chain's; such a one writes a file of its own,
 * which `readDeployment` of a node reads.
 */
export const addressesByChain: Readonly<Record<number, TributaryAddresses>> = {};
