// SPDX-License-Identifier: MIT
import {
  RevocabilityRenouncedEvent,
  RevokedEvent,
  renounceRevocabilityFunction,
  revokeFunction,
  tokenVestingErrors,
} from "../abis/tokenVesting.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import type { GrantKey } from "./grant.ts";
import { encodeSchedule, type Schedule } from "./schedule.ts";

/** `schedule`: the grant's own; without it, the official one. */
export type RevokeGrantParameters = { key: GrantKey; schedule?: Schedule | undefined };

/**
 * Ends a grant of the account: pays what has vested, and returns the rest to the account.
 *
 * @throws ContractRefused for another account than the granter, or a grant that is not revocable.
 * @example
 * const { refundedWei } = await client.vesting.revokeSync({ key });
 */
export const revokeGrant = defineWrite({
  contract: "tokenVesting",
  functions: [revokeFunction],
  event: RevokedEvent,
  errors: tokenVestingErrors,
  call: ({ key, schedule = [] }: RevokeGrantParameters) => ({ args: [key, encodeSchedule(schedule)] }),
  result: ({ paid, refunded }) => ({ paidWei: paid, refundedWei: refunded }),
});

/**
 * Gives up the account's right to revoke a grant, for ever.
 *
 * @example
 * await client.vesting.renounceRevocabilitySync({ key });
 */
export const renounceRevocability = defineWrite({
  contract: "tokenVesting",
  functions: [renounceRevocabilityFunction],
  event: RevocabilityRenouncedEvent,
  errors: tokenVestingErrors,
  call: ({ key }: { key: GrantKey }) => ({ args: [key] }),
});
