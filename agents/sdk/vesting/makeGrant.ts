// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import {
  GrantedEvent,
  grantCustomFunction,
  grantFunction,
  grantManyFunction,
  tokenVestingErrors,
} from "../abis/tokenVesting.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import { takes } from "../chain/takes.ts";
import { type GrantKey, scheduleHashOf } from "./grant.ts";
import { encodeSchedule, type Schedule } from "./schedule.ts";

/** The terms that all grants of one call share. */
export type GrantTerms = {
  /** STREAM by default. */
  token?: Address | undefined;
  /** A uint64 that tells apart the account's grants to one beneficiary. */
  salt: bigint;
  /** Whether the account may end the grant, which pays what has vested and returns the rest. */
  isRevocable: boolean;
  /** The official schedule by default. */
  schedule?: Schedule | undefined;
};
export type GrantAward = { beneficiary: Address; totalWei: bigint };

/**
 * Grants tokens of the account to a beneficiary over time.
 *
 * @throws BalanceTooLow; ContractRefused, as of `TokenVesting_AlreadyUsed`.
 * @example
 * const { key } = await client.vesting.grantSync({ beneficiary, totalWei: parseEther("100"), salt: 0n, isRevocable: false });
 */
export const makeGrant = defineWrite({
  contract: "tokenVesting",
  functions: [grantFunction, grantCustomFunction],
  event: GrantedEvent,
  errors: tokenVestingErrors,
  deposit: takes(({ token, totalWei }: GrantTerms & GrantAward, { addressOf }) => ({
    source: "allowance",
    token: token ?? addressOf("streamToken"),
    amountWei: totalWei,
  })),
  call: (
    { beneficiary, token, salt, totalWei, isRevocable, schedule }: GrantTerms & GrantAward,
    { addressOf },
  ) => {
    const args = [beneficiary, token ?? addressOf("streamToken"), salt, totalWei, isRevocable];
    return schedule ? { functionName: "grantCustom", args: [...args, encodeSchedule(schedule)] } : { args };
  },
  result: ({ grantId, beneficiary, granter, token }, { salt, schedule = [] }) => ({
    grantId,
    key: { beneficiary, token, granter, salt, schedule: scheduleHashOf(schedule) } satisfies GrantKey,
  }),
});

const sumOf = (awards: readonly GrantAward[]) => awards.reduce((sum, { totalWei }) => sum + totalWei, 0n);

/**
 * Makes a grant for each award, with one transfer.
 *
 * @throws BalanceTooLow with the sum; ContractRefused for a beneficiary that stands twice.
 * @example
 * await client.vesting.grantManySync({ awards: [{ beneficiary, totalWei: parseEther("5") }], salt: 0n, isRevocable: true });
 */
export const makeGrants = defineWrite({
  contract: "tokenVesting",
  functions: [grantManyFunction],
  event: GrantedEvent,
  errors: tokenVestingErrors,
  deposit: takes(({ token, awards }: GrantTerms & { awards: readonly GrantAward[] }, { addressOf }) => ({
    source: "allowance",
    token: token ?? addressOf("streamToken"),
    amountWei: sumOf(awards),
  })),
  call: ({ token, salt, isRevocable, schedule = [], awards }, { addressOf }) => ({
    args: [
      ...[token ?? addressOf("streamToken"), salt, isRevocable, encodeSchedule(schedule)],
      awards.map(({ beneficiary, totalWei }) => ({ beneficiary, total: totalWei })),
    ],
  }),
  result: () => ({}),
});
