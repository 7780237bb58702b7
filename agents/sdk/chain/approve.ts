// SPDX-License-Identifier: MIT
import { type Address, erc20Abi } from "viem";
import { readContract } from "viem/actions";
import { confirmWrite, type SigningClient } from "./confirmWrite.ts";

export type ApproveParameters = { token: Address; spender: Address; amountWei: bigint };

/**
 * Approves `spender` to take `amountWei` of the account's `token`, unless the allowance is high enough.
 *
 * @example
 * await approve(client, { token, spender: PERMIT2, amountWei: maxUint256 }); // once, before the first Permit2 deposit
 */
export async function approve(
  client: SigningClient,
  { token, spender, amountWei }: ApproveParameters,
): Promise<void> {
  const allowance = await readContract(client, {
    abi: erc20Abi,
    address: token,
    functionName: "allowance",
    args: [client.account.address, spender],
  });
  if (allowance >= amountWei) return;
  await confirmWrite(client, {
    abi: erc20Abi,
    address: token,
    functionName: "approve",
    args: [spender, amountWei],
  });
}
