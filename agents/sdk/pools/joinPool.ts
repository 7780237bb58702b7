// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { getBlock } from "viem/actions";
import { streamPoolsAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient } from "../chain/confirmWrite.ts";
import { eventOf } from "../chain/eventOf.ts";
import { prepareFunding } from "../chain/funding.ts";
import type { Rate } from "../streams/rate.ts";
import { type PoolKey, poolIdOf, seatPrice } from "./pool.ts";

export type JoinPoolParameters = {
  streamPools: Address;
  key: PoolKey;
  rate: Rate;
  /** In days since the Unix epoch, {@link dayOf}: today or one of the next 365. The seat ends when it does. */
  lastDay: number;
  /**
   * `allowance` by default. Neither kind of permit works here: a permit names the price to the wei, and the price falls
   * each second until the transaction is mined.
   */
  source?: "allowance" | "prepaid";
};
export type JoinPoolReturnType = { poolId: Hex; endsAt: number; transactionHash: Hex };

/**
 * Takes a seat in a content's pool, and pays the whole price. Take `payee` from the content's registration: a pool with
 * another payee gives no access.
 *
 * @throws viem's ContractFunctionExecutionError, naming `StreamPools_AlreadySeated` and the like.
 * @example
 * const { payee } = await readContent(client, { contentRegistry, contentId });
 * const rate = rateOf({ amountWei: parseEther("9"), perSeconds: 30 * 86_400 });
 * const lastDay = dayOf(Date.now() / 1_000) + 29;
 * await joinPool(client, { streamPools, key: { contentId, payee, token }, rate, lastDay });
 */
export async function joinPool(
  client: SigningClient,
  { streamPools, key, rate, lastDay, source = "allowance" }: JoinPoolParameters,
): Promise<JoinPoolReturnType> {
  const { timestamp } = await getBlock(client);
  const amountWei = seatPrice({ rate, lastDay, timeSec: Number(timestamp) });
  const funding = await prepareFunding(client, { source, token: key.token, spender: streamPools, amountWei });
  const contract = { abi: streamPoolsAbi, address: streamPools };
  const receipt = await confirmWrite(client, {
    ...contract,
    functionName: "joinPool",
    args: [key, rate, BigInt(lastDay), funding],
  });
  const { endsAt } = eventOf(receipt, { ...contract, eventName: "PoolJoined" });
  return { poolId: poolIdOf(key), endsAt, transactionHash: receipt.transactionHash };
}
