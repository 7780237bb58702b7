// SPDX-License-Identifier: MIT
import { type Address, decodeAbiParameters, type Hex, parseAbiParameters } from "viem";
import { stakingAbi } from "../abis.generated.ts";
import { confirmDeposit } from "../chain/confirmDeposit.ts";
import type { SigningClient, WriteOptions } from "../chain/confirmWrite.ts";

export type StakeParameters = WriteOptions & {
  staking: Address;
  streamToken: Address;
  amountWei: bigint;
  /** `permit` by default: one signature and one transaction. */
  source?: "permit" | "allowance";
};
export type StakeReturnType = { transactionHash: Hex };

/**
 * Stakes STREAM, and pays the account its rewards so far.
 *
 * @throws viem's ContractFunctionExecutionError, naming `Staking_BelowMinimum` with the least stake.
 * @example
 * await stake(client, { staking, streamToken, amountWei: parseEther("100") });
 */
export async function stake(
  client: SigningClient,
  { staking, streamToken, amountWei, source = "permit", gas }: StakeParameters,
): Promise<StakeReturnType> {
  const { transactionHash } = await confirmDeposit(
    client,
    { source, token: streamToken, spender: staking, amountWei },
    ({ authorization }) => ({
      abi: stakingAbi,
      address: staking,
      eventName: "Staked",
      gas,
      ...(source === "allowance"
        ? { functionName: "stake", args: [amountWei] }
        : { functionName: "stakeWithPermit", args: [amountWei, ...permitOf(authorization)] }),
    }),
  );
  return { transactionHash };
}

/** The arguments of a permit out of a funding's authorization. */
function permitOf(authorization: Hex): readonly unknown[] {
  return decodeAbiParameters(parseAbiParameters("uint256, uint8, bytes32, bytes32"), authorization);
}
