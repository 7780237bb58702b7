// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { stakingAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient, type WriteOptions } from "../chain/confirmWrite.ts";
import type { GrantKey } from "../vesting/grant.ts";

/** `key`: of a grant of STREAM to the staking contract, as that of the stakers' allocation. */
export type HarvestParameters = WriteOptions & { staking: Address; key: GrantKey };
export type HarvestReturnType = { transactionHash: Hex };

/**
 * Adds a grant's releases since the last harvest to the rewards. Anyone may call it.
 *
 * @throws viem's ContractFunctionExecutionError, naming `Staking_GrantForeign` for another's grant.
 * @example
 * const key = await readAllocationGrant(client, { tokenDistribution, allocation: "staking" });
 * await harvest(client, { staking, key });
 */
export async function harvest(
  client: SigningClient,
  { staking, key, gas }: HarvestParameters,
): Promise<HarvestReturnType> {
  const { transactionHash } = await confirmWrite(client, {
    abi: stakingAbi,
    address: staking,
    functionName: "harvest",
    args: [key],
    gas,
  });
  return { transactionHash };
}
