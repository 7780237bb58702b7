// SPDX-License-Identifier: MIT
import { type Address, type Hex, isAddressEqual, parseEventLogs } from "viem";
import { tokenVestingAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient, type WriteOptions } from "../chain/confirmWrite.ts";
import type { GrantKey } from "./grant.ts";
import { encodeSchedule, type Schedule } from "./schedule.ts";

export type ReleaseGrantParameters = WriteOptions & {
  tokenVesting: Address;
  key: GrantKey;
  /** The grant's own schedule; without it, the official one. */
  schedule?: Schedule;
  /** Another recipient, which only the beneficiary, or the owner of the position, may name. */
  to?: Address;
};
export type ReleaseGrantReturnType = { transactionHash: Hex; amountWei: bigint };

/**
 * Pays the vested and unpaid part of a grant. Anyone may call it.
 *
 * @throws viem's ContractFunctionExecutionError, naming `TokenVesting_NotGranted`, `TokenVesting_ScheduleMismatch` and the like.
 * @example
 * const { amountWei } = await releaseGrant(client, { tokenVesting, key });
 */
export async function releaseGrant(
  client: SigningClient,
  { tokenVesting, key, schedule, to, gas }: ReleaseGrantParameters,
): Promise<ReleaseGrantReturnType> {
  const contract = { abi: tokenVestingAbi, address: tokenVesting };
  const steps = encodeSchedule(schedule ?? []);
  const { transactionHash, logs } = await confirmWrite(client, {
    ...contract,
    ...(to
      ? { functionName: "releaseTo", args: [key, steps, to] }
      : schedule
        ? { functionName: "releaseCustom", args: [key, steps] }
        : { functionName: "release", args: [key] }),
    gas,
  });
  const own = logs.filter(({ address }) => isAddressEqual(address, tokenVesting));
  const [released] = parseEventLogs({ abi: tokenVestingAbi, eventName: "Released", logs: own });
  return { transactionHash, amountWei: released?.args.amount ?? 0n };
}
