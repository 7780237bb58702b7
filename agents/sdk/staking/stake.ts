// SPDX-License-Identifier: MIT
import { type Address, type Hex, parseSignature } from "viem";
import { stakingAbi } from "../abis.generated.ts";
import { approve } from "../chain/approve.ts";
import { confirmWrite, type SigningClient } from "../chain/confirmWrite.ts";
import { signPermit } from "../chain/funding.ts";

export type StakeParameters = {
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
  { staking, streamToken, amountWei, source = "permit" }: StakeParameters,
): Promise<StakeReturnType> {
  const contract = { abi: stakingAbi, address: staking };
  const deposit = { token: streamToken, spender: staking, amountWei };
  if (source === "allowance") {
    await approve(client, deposit);
    const { transactionHash } = await confirmWrite(client, {
      ...contract,
      functionName: "stake",
      args: [amountWei],
    });
    return { transactionHash };
  }
  const { deadline, signature } = await signPermit(client, deposit);
  const { r, s, yParity } = parseSignature(signature);
  const { transactionHash } = await confirmWrite(client, {
    ...contract,
    functionName: "stakeWithPermit",
    args: [amountWei, deadline, 27 + yParity, r, s],
  });
  return { transactionHash };
}
