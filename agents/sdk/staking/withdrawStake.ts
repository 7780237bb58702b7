// SPDX-License-Identifier: MIT
import { exitFunction, stakingErrors, WithdrawnEvent, withdrawFunction } from "../abis/staking.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";

/** `amountWei`: the whole stake and its rewards by default. */
export type WithdrawStakeParameters = { amountWei?: bigint | undefined };

/**
 * Withdraws stake.
 *
 * @throws ContractRefused, as of `Staking_ExceedsStake` or `Staking_BelowMinimum`.
 * @example
 * await client.staking.withdrawSync({});
 */
export const withdrawStake = defineWrite({
  contract: "staking",
  functions: [withdrawFunction, exitFunction],
  event: WithdrawnEvent,
  errors: stakingErrors,
  call: ({ amountWei }: WithdrawStakeParameters) =>
    amountWei === undefined ? { functionName: "exit", args: [] } : { args: [amountWei] },
});
