// SPDX-License-Identifier: MIT
import { decodeAbiParameters, type Hex } from "viem";
import {
  StakedEvent,
  stakeFunction,
  stakeWithPermitFunction,
  stakingErrors,
} from "../abis/staking.generated.ts";
import { parametersOf } from "../chain/abiItems.ts";
import { defineWrite } from "../chain/defineWrite.ts";
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
      : { functionName: "stakeWithPermit", args: [amountWei, ...permitOf(authorization)] },
});

/** The arguments of a permit out of a funding's authorization. */
function permitOf(authorization: Hex): readonly unknown[] {
  return decodeAbiParameters(parametersOf("uint256", "uint8", "bytes32", "bytes32"), authorization);
}
