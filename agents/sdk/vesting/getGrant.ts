// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import { grantOfFunction, releasableOfFunction } from "../abis/tokenVesting.generated.ts";
import type { AnyClient } from "../chain/clients.ts";
import { defineRead, type ReadOptions } from "../chain/defineRead.ts";
import { addressOf, chainIdOf } from "../chain/deployment.ts";
import { readAll } from "../chain/readAll.ts";
import { type GrantKey, grantIdOf } from "./grant.ts";
import { encodeSchedule, type Schedule } from "./schedule.ts";

/** The stored state of a grant, by its id. */
export const getGrantOf = defineRead("tokenVesting", grantOfFunction);
/** The vested and unpaid part of a grant, in wei. */
export const getReleasable = defineRead("tokenVesting", releasableOfFunction);

export type GetGrantParameters = ReadOptions & {
  key: GrantKey;
  /** The grant's own schedule; without it, the official one. */
  schedule?: Schedule | undefined;
};

/** Amounts in wei; `total` and `releasedWei` are all zero for a grant that was never made. */
export type GetGrantReturnType = {
  grantId: Hex;
  totalWei: bigint;
  releasedWei: bigint;
  /** Vested and not yet released. */
  releasableWei: bigint;
  isRevocable: boolean;
  isRevoked: boolean;
  isPosition: boolean;
};

/**
 * Reads the state of a grant. {@link vestedAt} computes later amounts.
 *
 * @throws ContractRefused, as of `TokenVesting_NotGranted` or `TokenVesting_ScheduleMismatch`.
 * @example
 * const { totalWei, releasableWei } = await client.vesting.getGrant({ key });
 */
export async function getGrant(
  client: AnyClient,
  { key, schedule = [], ...options }: GetGrantParameters,
): Promise<GetGrantReturnType> {
  const tokenVesting = addressOf(client.chain, "tokenVesting", options);
  const grantId = grantIdOf({ chainId: chainIdOf(client), tokenVesting, key });
  const [{ total, released, ...flags }, releasableWei] = await readAll(
    client,
    [
      getGrantOf.call(client, { grantId, ...options }),
      getReleasable.call(client, { key, schedule: encodeSchedule(schedule), ...options }),
    ],
    options,
  );
  return { grantId, totalWei: total, releasedWei: released, releasableWei, ...flags };
}
