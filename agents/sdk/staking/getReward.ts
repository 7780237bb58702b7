// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import {
  getRewardFunction,
  getRewardToFunction,
  RewardPaidEvent,
  stakingErrors,
} from "../abis/staking.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import { eventsOf } from "../chain/eventOf.ts";

/** `to`: the recipient; the account by default. */
export type GetRewardParameters = { to?: Address | undefined };

/**
 * Pays the account its rewards so far. The stake earns on.
 *
 * @example
 * const { rewardWei } = await client.staking.getRewardSync({});
 */
export const getReward = defineWrite({
  contract: "staking",
  functions: [getRewardFunction, getRewardToFunction],
  errors: stakingErrors,
  call: ({ to }: GetRewardParameters) => (to ? { functionName: "getRewardTo", args: [to] } : { args: [] }),
  // no wei, no event
  result: (_, __, { receipt, contract }) => {
    const [paid] = eventsOf(receipt, { address: contract, event: RewardPaidEvent });
    return { rewardWei: paid?.reward ?? 0n };
  },
});
