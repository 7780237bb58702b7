// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { streamPoolsAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient, type WriteOptions } from "../chain/confirmWrite.ts";
import type { PoolKey } from "./pool.ts";

export type LeavePoolParameters = WriteOptions & { streamPools: Address; key: PoolKey };
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
  { streamPools, key, gas }: LeavePoolParameters,
): Promise<LeavePoolReturnType> {
  const contract = { abi: streamPoolsAbi, address: streamPools };
  const { event, transactionHash } = await confirmWrite(client, {
    ...contract,
    functionName: "leavePool",
    args: [key],
    eventName: "PoolLeft",
    gas,
  });
  return { transactionHash, refundedWei: event.refunded };
}
