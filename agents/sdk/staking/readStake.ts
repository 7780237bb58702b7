// SPDX-License-Identifier: MIT
import type { Address, Client } from "viem";
import { readContract } from "viem/actions";
import { stakingAbi } from "../abis.generated.ts";

export type ReadStakeParameters = { staking: Address; account: Address };
/** Amounts in wei; `earnedWei` is payable now. */
export type ReadStakeReturnType = { stakedWei: bigint; earnedWei: bigint };

/**
 * Reads an account's stake and unpaid rewards.
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
