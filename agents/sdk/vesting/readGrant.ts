// SPDX-License-Identifier: MIT
import type { Address, Client, Hex } from "viem";
import { getChainId, readContract } from "viem/actions";
import { tokenVestingAbi } from "../abis.generated.ts";
import { type GrantKey, grantIdOf } from "./grant.ts";
import { encodeSchedule, type Schedule } from "./schedule.ts";

export type ReadGrantParameters = {
  tokenVesting: Address;
  key: GrantKey;
  /** The grant's own schedule; without it, the official one. */
  schedule?: Schedule;
};

/** Amounts in wei; `total` and `releasedWei` are all zero for a grant that was never made. */
export type ReadGrantReturnType = {
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
 * @throws viem's ContractFunctionExecutionError, naming `TokenVesting_NotGranted` or `TokenVesting_ScheduleMismatch`.
 * @example
 * const { totalWei, releasableWei } = await readGrant(client, { tokenVesting, key });
 */
export async function readGrant(
  client: Client,
  { tokenVesting, key, schedule = [] }: ReadGrantParameters,
): Promise<ReadGrantReturnType> {
  const contract = { abi: tokenVestingAbi, address: tokenVesting } as const;
  const grantId = grantIdOf({ chainId: await getChainId(client), tokenVesting, key });
  const [{ total, released, ...flags }, releasableWei] = await Promise.all([
    readContract(client, { ...contract, functionName: "grantOf", args: [grantId] }),
    readContract(client, {
      ...contract,
      functionName: "releasableOf",
      args: [key, encodeSchedule(schedule)],
    }),
  ]);
  return { grantId, totalWei: total, releasedWei: released, releasableWei, ...flags };
}
