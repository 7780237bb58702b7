// SPDX-License-Identifier: MIT
import { getBlock } from "viem/actions";
import { joinPoolFunction, PoolJoinedEvent, streamPoolsErrors } from "../abis/streamPools.generated.ts";
import { assertChain } from "../chain/assertChain.ts";
import type { SigningClient } from "../chain/clients.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import { takes } from "../chain/takes.ts";
import { errorOf } from "../errors/chainErrors.ts";
import type { Rate } from "../streams/rate.ts";
import { type PoolKey, poolIdOf, seatPrice } from "./pool.ts";

export type JoinPoolParameters = {
  key: PoolKey;
  rate: Rate;
  /** In days since the Unix epoch, {@link dayOf}: today or one of the next 365. The seat ends when it does. */
  lastDay: number;
  /**
   * `allowance` by default. Neither kind of permit works here: a permit names the price to the wei, and the price falls
   * each second until the transaction is mined.
   */
  source?: "allowance" | "prepaid" | undefined;
};

/**
 * Takes a seat in a content's pool, and pays the whole price, `paidWei`. Take `payee` from the content's registration: a
 * pool with another payee gives no access.
 *
 * @throws ContractRefused, as of `StreamPools_AlreadySeated`; RangeError for a day that is over.
 * @example
 * const { payee } = await client.content.getContent({ contentId });
 * const rate = rateOf({ amountWei: parseEther("9"), perSeconds: 30 * 86_400 });
 * const lastDay = dayOf(Date.now() / 1_000) + 29;
 * const { endsAt } = await client.pool.joinSync({ key: { contentId, payee, token }, rate, lastDay });
 */
export const joinPool = defineWrite({
  contract: "streamPools",
  functions: [joinPoolFunction],
  event: PoolJoinedEvent,
  errors: streamPoolsErrors,
  deposit: takes(({ key, rate, lastDay, source = "allowance" }: JoinPoolParameters) => ({
    source,
    token: key.token,
    amountWei: async (client) => seatPrice({ rate, lastDay, timeSec: await chainTime(client) }),
  })),
  call: ({ key, rate, lastDay }: JoinPoolParameters, _, funding) => ({
    args: [key, rate, BigInt(lastDay), funding],
  }),
  result: ({ endsAt, paid }, { key }) => ({ poolId: poolIdOf(key), endsAt, paidWei: paid }),
});

async function chainTime(client: SigningClient): Promise<number> {
  try {
    await assertChain(client);
    return Number((await getBlock(client)).timestamp);
  } catch (error) {
    throw errorOf(error, "joinPool");
  }
}
