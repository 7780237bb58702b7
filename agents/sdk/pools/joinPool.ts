// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { getBlock } from "viem/actions";
import { streamPoolsAbi } from "../abis.generated.ts";
import { assertChain } from "../chain/assertChain.ts";
import { confirmDeposit } from "../chain/confirmDeposit.ts";
import type { SigningClient, WriteOptions } from "../chain/confirmWrite.ts";
import type { Rate } from "../streams/rate.ts";
import { type PoolKey, poolIdOf, seatPrice } from "./pool.ts";

export type JoinPoolParameters = WriteOptions & {
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
  { streamPools, key, rate, lastDay, source = "allowance", gas }: JoinPoolParameters,
): Promise<JoinPoolReturnType> {
  await assertChain(client);
  const { timestamp } = await getBlock(client);
  const amountWei = seatPrice({ rate, lastDay, timeSec: Number(timestamp) });
  const { event, transactionHash } = await confirmDeposit(
    client,
    { source, token: key.token, spender: streamPools, amountWei },
    (funding) => ({
      abi: streamPoolsAbi,
      address: streamPools,
      functionName: "joinPool",
      args: [key, rate, BigInt(lastDay), funding],
      eventName: "PoolJoined",
      gas,
    }),
  );
  return { poolId: poolIdOf(key), endsAt: event.endsAt, transactionHash };
}
