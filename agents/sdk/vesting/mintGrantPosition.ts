// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { tokenVestingAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient, type WriteOptions } from "../chain/confirmWrite.ts";
import type { GrantKey } from "./grant.ts";
import { encodeSchedule, type Schedule } from "./schedule.ts";

/** `schedule`: the grant's own; without it, the official one. */
export type MintGrantPositionParameters = WriteOptions & {
  tokenVesting: Address;
  key: GrantKey;
  schedule?: Schedule;
};
export type MintGrantPositionReturnType = { transactionHash: Hex; positionId: bigint };

/**
 * Makes the account's grant an ERC-721, whose owner is paid from now on.
 *
 * @throws viem's ContractFunctionExecutionError, naming `TokenVesting_NotBeneficiary` or `TokenVesting_AlreadyPosition`.
 * @example
 * const { positionId } = await mintGrantPosition(client, { tokenVesting, key });
 */
export async function mintGrantPosition(
  client: SigningClient,
  { tokenVesting, key, schedule = [], gas }: MintGrantPositionParameters,
): Promise<MintGrantPositionReturnType> {
  const contract = { abi: tokenVestingAbi, address: tokenVesting };
  const { event, transactionHash } = await confirmWrite(client, {
    ...contract,
    functionName: "mintPosition",
    args: [key, encodeSchedule(schedule)],
    eventName: "PositionMinted",
    gas,
  });
  return { transactionHash, positionId: BigInt(event.grantId) };
}
