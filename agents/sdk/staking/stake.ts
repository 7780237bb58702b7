// SPDX-License-Identifier: MIT
import {
  StakedEvent,
  stakeFunction,
  stakeWithPermitFunction,
  stakingErrors,
} from "../abis/staking.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import { permitArguments } from "../chain/permitArguments.ts";
import { takes } from "../chain/takes.ts";

export type StakeParameters = {
  amountWei: bigint;
  /** `permit` by default: one signature and one transaction. */
  source?: "permit" | "allowance" | undefined;
};

/**
 * Stakes STREAM, and pays the account its rewards so far.
 *
 * @throws ContractRefused, as of `Staking_BelowMinimum` with the least stake.
 * @example
 * await client.staking.stakeSync({ amountWei: parseEther("100") });
 */
export const stake = defineWrite({
  contract: "staking",
  functions: [stakeFunction, stakeWithPermitFunction],
  event: StakedEvent,
  errors: stakingErrors,
  deposit: takes(({ amountWei, source = "permit" }: StakeParameters, { addressOf }) => ({
    source,
    token: addressOf("streamToken"),
    amountWei,
  })),
  call: ({ amountWei, source = "permit" }: StakeParameters, _, { authorization }) =>
    source === "allowance"
      ? { args: [amountWei] }
      : { functionName: "stakeWithPermit", args: [amountWei, ...permitArguments(authorization)] },
});
