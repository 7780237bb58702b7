// SPDX-License-Identifier: MIT
import type { Address, Client } from "viem";
import { readContract } from "viem/actions";
import { stakingAbi } from "../abis.generated.ts";

export type ReadStakeParameters = { staking: Address; account: Address };
/** In wei; `earnedWei` is what could be paid now. */
export type ReadStakeReturnType = { stakedWei: bigint; earnedWei: bigint };

/**
 * Reads what an account has staked, and what it has earned and not yet been paid.
 *
 * @example
 * const { stakedWei, earnedWei } = await readStake(client, { staking, account });
 */
export async function readStake(
  client: Client,
  { staking, account }: ReadStakeParameters,
): Promise<ReadStakeReturnType> {
  const contract = { abi: stakingAbi, address: staking } as const;
  const [{ amount }, earnedWei] = await Promise.all([
    readContract(client, { ...contract, functionName: "stakeOf", args: [account] }),
    readContract(client, { ...contract, functionName: "earned", args: [account] }),
  ]);
  return { stakedWei: amount, earnedWei };
}
