// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { CONTRACT_NAMES, type ContractName } from "./contracts.generated.ts";

/** The addresses of the contracts on one chain: `streamToken`, `paymentChannels` and so on. */
export type TributaryAddresses = { [Name in ContractName as Uncapitalize<Name>]: Address } & {
  /** The first block with logs of the contracts. */
  startBlock: bigint;
};

/** The file that the deploy script writes; other fields are ignored. */
export type DeploymentFile = {
  startBlock: number | bigint;
  contracts: Record<ContractName, string>;
};

/**
 * Reads the addresses from a deployment file. There is no public deployment yet; `npm start` prints the path of its own.
 *
 * @example
 * const addresses = addressesOf(JSON.parse(await readFile("deployment.json", "utf8")));
 */
export function addressesOf({ contracts, startBlock }: DeploymentFile): TributaryAddresses {
  const addresses = CONTRACT_NAMES.map((name) => [
    `${name[0]?.toLowerCase()}${name.slice(1)}`,
    contracts[name],
  ]);
  return { ...Object.fromEntries(addresses), startBlock: BigInt(startBlock) };
}
