// SPDX-License-Identifier: MIT
import { type Address, type Hex, isAddressEqual, parseEventLogs } from "viem";
import { stakingAbi } from "../abis.generated.ts";
import { confirmWrite, type SigningClient, type WriteOptions } from "../chain/confirmWrite.ts";

/** `to`: the recipient; the account by default. */
export type GetRewardParameters = WriteOptions & { staking: Address; to?: Address };
export type GetRewardReturnType = { transactionHash: Hex; rewardWei: bigint };

/**
 * Pays the account its rewards so far. The stake earns on.
 *
 * @example
 * const { rewardWei } = await getReward(client, { staking });
 */
export async function getReward(
  client: SigningClient,
  { staking, to, gas }: GetRewardParameters,
): Promise<GetRewardReturnType> {
  const { transactionHash, logs } = await confirmWrite(client, {
    abi: stakingAbi,
    address: staking,
    ...(to ? { functionName: "getRewardTo", args: [to] } : { functionName: "getReward", args: [] }),
    gas,
  });
  const own = logs.filter(({ address }) => isAddressEqual(address, staking));
  const [paid] = parseEventLogs({ abi: stakingAbi, eventName: "RewardPaid", logs: own });
  return { transactionHash, rewardWei: paid?.args.reward ?? 0n };
}
