// SPDX-License-Identifier: MIT
import { grantKeyOfFunction } from "../abis/tokenDistribution.generated.ts";
import type { AnyClient } from "../chain/clients.ts";
import { defineRead, type ReadOptions } from "../chain/defineRead.ts";
import { type AllocationName, allocationOf } from "./allocations.ts";
import type { GrantKey } from "./grant.ts";

/** The key of the grant of an allocation, by the allocation's number. */
export const getGrantKeyOf = defineRead("tokenDistribution", grantKeyOfFunction);

export type GetAllocationGrantParameters = ReadOptions & { allocation: AllocationName };

/**
 * Reads the key of the grant of an allocation of STREAM, for {@link releaseGrant} and {@link harvest}.
 *
 * @example
 * const key = await client.vesting.getAllocationGrant({ allocation: "creators" });
 */
export async function getAllocationGrant(
  client: AnyClient,
  { allocation, ...options }: GetAllocationGrantParameters,
): Promise<GrantKey> {
  return getGrantKeyOf(client, { allocation: allocationOf(allocation), ...options });
}
