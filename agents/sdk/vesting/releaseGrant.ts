// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import {
  ReleasedEvent,
  releaseBySigFunction,
  releaseCustomFunction,
  releaseFunction,
  releaseToFunction,
  tokenVestingErrors,
} from "../abis/tokenVesting.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import { eventsOf } from "../chain/eventOf.ts";
import type { Delegation } from "./delegation.ts";
import type { GrantKey } from "./grant.ts";
import { encodeSchedule, type Schedule } from "./schedule.ts";

export type ReleaseGrantParameters = {
  key: GrantKey;
  /** The grant's own schedule; without it, the official one. */
  schedule?: Schedule | undefined;
  /** Another recipient, which only the beneficiary, or the owner of the position, may name. */
  to?: Address | undefined;
  /** Another recipient, which the beneficiary signed for: see {@link signRelease}. */
  delegation?: Delegation | undefined;
};

/**
 * Pays the vested and unpaid part of a grant. Anyone may call it.
 *
 * @throws ContractRefused, as of `TokenVesting_NotGranted` or `TokenVesting_ScheduleMismatch`.
 * @example
 * const { amountWei } = await client.vesting.releaseSync({ key });
 */
export const releaseGrant = defineWrite({
  contract: "tokenVesting",
  functions: [releaseFunction, releaseCustomFunction, releaseToFunction, releaseBySigFunction],
  errors: tokenVestingErrors,
  call: ({ key, schedule, to, delegation }: ReleaseGrantParameters) => {
    const steps = encodeSchedule(schedule ?? []);
    if (delegation) return { functionName: "releaseBySig", args: [key, steps, delegation] };
    if (to) return { functionName: "releaseTo", args: [key, steps, to] };
    return schedule ? { functionName: "releaseCustom", args: [key, steps] } : { args: [key] };
  },
  // nothing vested, no event
  result: (_, __, { receipt, contract }) => {
    const [released] = eventsOf(receipt, { address: contract, event: ReleasedEvent });
    return { amountWei: released?.amount ?? 0n };
  },
});
