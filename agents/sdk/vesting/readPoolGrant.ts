// SPDX-License-Identifier: MIT
import type { Address, Client } from "viem";
import { readContract } from "viem/actions";
import { tokenDistributionAbi } from "../abis.generated.ts";
import type { GrantKey } from "./grant.ts";
import { POOLS } from "./pools.ts";

export type ReadPoolGrantParameters = {
  tokenDistribution: Address;
  pool: (typeof POOLS)[number]["name"];
};
export type ReadPoolGrantReturnType = GrantKey;

/**
 * Reads the key of the grant of a pool of STREAM, for {@link releaseGrant} and {@link harvest}.
 *
 * @example
 * const key = await readPoolGrant(client, { tokenDistribution, pool: "creators" });
 */
export async function readPoolGrant(
  client: Client,
  { tokenDistribution, pool }: ReadPoolGrantParameters,
): Promise<ReadPoolGrantReturnType> {
  return readContract(client, {
    abi: tokenDistributionAbi,
    address: tokenDistribution,
    functionName: "grantKeyOf",
    args: [POOLS.findIndex(({ name }) => name === pool)],
  });
}
