// SPDX-License-Identifier: MIT
import type { Address, Client } from "viem";
import { readContract } from "viem/actions";
import { tokenDistributionAbi } from "../abis.generated.ts";
import { ALLOCATIONS } from "./allocations.ts";
import type { GrantKey } from "./grant.ts";

export type ReadAllocationGrantParameters = {
  tokenDistribution: Address;
  allocation: (typeof ALLOCATIONS)[number]["name"];
};
export type ReadAllocationGrantReturnType = GrantKey;

/**
 * Reads the key of the grant of an allocation of STREAM, for {@link releaseGrant} and {@link harvest}.
 *
 * @example
 * const key = await readAllocationGrant(client, { tokenDistribution, allocation: "creators" });
 */
export async function readAllocationGrant(
  client: Client,
  { tokenDistribution, allocation }: ReadAllocationGrantParameters,
): Promise<ReadAllocationGrantReturnType> {
  return readContract(client, {
    abi: tokenDistributionAbi,
    address: tokenDistribution,
    functionName: "grantKeyOf",
    args: [ALLOCATIONS.findIndex(({ name }) => name === allocation)],
  });
}
