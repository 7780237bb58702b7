// SPDX-License-Identifier: MIT
import {
  mintPositionFunction,
  PositionMintedEvent,
  tokenVestingErrors,
} from "../abis/tokenVesting.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import type { GrantKey } from "./grant.ts";
import { encodeSchedule, type Schedule } from "./schedule.ts";

/** `schedule`: the grant's own; without it, the official one. */
export type MintGrantPositionParameters = { key: GrantKey; schedule?: Schedule | undefined };

/**
 * Makes the account's grant an ERC-721, whose owner is paid from now on.
 *
 * @throws ContractRefused, as of `TokenVesting_NotBeneficiary` or `TokenVesting_AlreadyPosition`.
 * @example
 * const { positionId } = await client.vesting.mintPositionSync({ key });
 */
export const mintGrantPosition = defineWrite({
  contract: "tokenVesting",
  functions: [mintPositionFunction],
  event: PositionMintedEvent,
  errors: tokenVestingErrors,
  call: ({ key, schedule = [] }: MintGrantPositionParameters) => ({ args: [key, encodeSchedule(schedule)] }),
  result: ({ grantId }) => ({ positionId: BigInt(grantId) }),
});
