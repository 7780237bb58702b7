// SPDX-License-Identifier: MIT
import { harvestFunction, RewardsAddedEvent, stakingErrors } from "../abis/staking.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import { eventsOf } from "../chain/eventOf.ts";
import type { GrantKey } from "../vesting/grant.ts";

/** `key`: of a grant of STREAM to the staking contract, as that of the stakers' allocation. */
export type HarvestParameters = { key: GrantKey };

/**
 * Adds a grant's releases since the last harvest to the rewards. Anyone may call it.
 *
 * @throws ContractRefused, as of `Staking_GrantForeign` for another's grant.
 * @example
 * const key = await client.vesting.getAllocationGrant({ allocation: "staking" });
 * await client.staking.harvestSync({ key });
 */
export const harvest = defineWrite({
  contract: "staking",
  functions: [harvestFunction],
  errors: stakingErrors,
  call: ({ key }: HarvestParameters) => ({ args: [key] }),
  // nothing released, no event
  result: (_, __, { receipt, contract }) => {
    const [added] = eventsOf(receipt, { address: contract, event: RewardsAddedEvent });
    return { amountWei: added?.amount ?? 0n };
  },
});
