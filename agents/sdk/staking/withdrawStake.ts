// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { stakingAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient, type WriteOptions } from "../chain/confirmWrite.ts";

/** `amountWei`: the whole stake by default. The remaining stake must be zero, or at least the least stake. */
export type WithdrawStakeParameters = WriteOptions & { staking: Address; amountWei?: bigint };
export type WithdrawStakeReturnType = { transactionHash: Hex };

/**
 * Returns the account's stake, or a part of it, with all its rewards.
 *
 * @throws viem's ContractFunctionExecutionError, naming `Staking_ExceedsStake` or `Staking_BelowMinimum`.
 * @example
 * await withdrawStake(client, { staking });
 */
export async function withdrawStake(
  client: SigningClient,
  { staking, amountWei, gas }: WithdrawStakeParameters,
): Promise<WithdrawStakeReturnType> {
  const { transactionHash } = await confirmWrite(client, {
    abi: stakingAbi,
    address: staking,
    ...(amountWei === undefined
      ? { functionName: "exit", args: [] }
      : { functionName: "withdraw", args: [amountWei] }),
    eventName: "Withdrawn",
    gas,
  });
  return { transactionHash };
}
