// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { readContract } from "viem/actions";
import { TributaryError } from "../errors/TributaryError.ts";
import { erc20Reads, parametersOf } from "./abiItems.ts";
import { assertChain } from "./assertChain.ts";
import type { SigningClient } from "./clients.ts";
import { confirmWrite } from "./confirmWrite.ts";
import { revertOf } from "./revertOf.ts";

/** The wallet approved less than was asked for. */
export class ApprovalTooLow extends TributaryError {
  override name = "ApprovalTooLow";
}

export type ApproveParameters = { token: Address; spender: Address; amountWei: bigint };

/** `approve` without its answer, which USDT and others leave out. */
export const approveAbi = [
  {
    type: "function",
    name: "approve",
    stateMutability: "nonpayable",
    inputs: parametersOf("address", "uint256"),
    outputs: [],
  },
] as const;

/**
 * Approves `spender` to take `amountWei` of the account's `token`, unless the allowance is high enough.
 *
 * @throws ApprovalTooLow when the token, or the wallet's cap, leaves a lower allowance; the errors of any write.
 * @example
 * await approve(client, { token, spender: PERMIT2, amountWei: maxUint256 }); // once, before the first Permit2 deposit
 */
export async function approve(
  client: SigningClient,
  { token, spender, amountWei }: ApproveParameters,
): Promise<void> {
  await assertChain(client);
  const args = [client.account.address, spender] as const;
  const read = () =>
    readContract(client, { abi: erc20Reads, address: token, functionName: "allowance", args });
  const set = (wei: bigint) =>
    confirmWrite(client, { abi: approveAbi, address: token, functionName: "approve", args: [spender, wei] });

  const before = await read();
  if (before >= amountWei) return;
  try {
    await set(amountWei);
  } catch (error) {
    // USDT and others change an allowance only from zero
    if (before === 0n || !revertOf(error)) throw error;
    await set(0n);
    await set(amountWei);
  }
  const after = await read();
  if (after >= amountWei) return;
  throw new ApprovalTooLow(
    `${token} allows ${spender} ${after} wei after the approval, and ${amountWei} are needed`,
    { advice: "approve the whole amount in the wallet" },
  );
}
