// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { streamPoolsAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient } from "../chain/confirmWrite.ts";
import { eventOf } from "../chain/eventOf.ts";
import type { PoolKey } from "./pool.ts";

export type LeavePoolParameters = { streamPools: Address; key: PoolKey };
export type LeavePoolReturnType = { transactionHash: Hex; refundedWei: bigint };

/**
 * Gives up the account's seat, and refunds the price of its remaining time.
 *
 * @throws viem's ContractFunctionExecutionError, naming `StreamPools_NotSeated`.
 * @example
 * const { refundedWei } = await leavePool(client, { streamPools, key });
 */
export async function leavePool(
  client: SigningClient,
  { streamPools, key }: LeavePoolParameters,
): Promise<LeavePoolReturnType> {
  const contract = { abi: streamPoolsAbi, address: streamPools };
  const receipt = await confirmWrite(client, { ...contract, functionName: "leavePool", args: [key] });
  const { refunded } = eventOf(receipt, { ...contract, eventName: "PoolLeft" });
  return { transactionHash: receipt.transactionHash, refundedWei: refunded };
}
