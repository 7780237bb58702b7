// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { earnedFunction, stakeOfFunction } from "../abis/staking.generated.ts";
import type { AnyClient } from "../chain/clients.ts";
import { defineRead, type ReadOptions } from "../chain/defineRead.ts";
import { readAll } from "../chain/readAll.ts";

/** The wei that an account has staked, and the index up to which its rewards were paid. */
export const getStakeOf = defineRead("staking", stakeOfFunction);
/** The rewards that are payable to an account now, in wei. */
export const getEarned = defineRead("staking", earnedFunction);

export type GetStakeParameters = ReadOptions & { account: Address };
/** Amounts in wei; `earnedWei` is payable now. */
export type GetStakeReturnType = { stakedWei: bigint; earnedWei: bigint };

/**
 * Reads an account's stake and unpaid rewards.
 *
 * @example
 * const { stakedWei, earnedWei } = await client.staking.getStake({ account });
 */
export async function getStake(
  client: AnyClient,
  parameters: GetStakeParameters,
): Promise<GetStakeReturnType> {
  const [{ amount }, earnedWei] = await readAll(
    client,
    [getStakeOf.call(client, parameters), getEarned.call(client, parameters)],
    parameters,
  );
  return { stakedWei: amount, earnedWei };
}
