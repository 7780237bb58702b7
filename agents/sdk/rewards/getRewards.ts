// SPDX-License-Identifier: MIT
import { type Address, bytesToHex } from "viem";
import { getBlockNumber } from "viem/actions";
import {
  BURN_BPSFunction,
  leftOfFunction,
  paidOfFunction,
  reserveFunction,
  UNIT_RATEFunction,
  WATCH_RATEFunction,
} from "../abis/viewerRewards.generated.ts";
import type { AnyClient } from "../chain/clients.ts";
import { defineRead, type ReadOptions } from "../chain/defineRead.ts";
import { readAll } from "../chain/readAll.ts";
import { type Backing, backingKeyOf } from "./backing.ts";
import { backingOf, dueWei, owedWei, type RewardedLeaf, type RewardRates, rewardLeafKey } from "./reward.ts";

const contract = "viewerRewards";

/** What is left of a backing, in wei. */
export const getLeft = defineRead(contract, leftOfFunction, {
  args: (backing: Backing) => [backingKeyOf(backing)],
});
/** What was paid for a leaf, in wei. */
export const getPaid = defineRead(contract, paidOfFunction, {
  args: (leaf: RewardedLeaf) => [bytesToHex(rewardLeafKey(leaf))],
});
/** The STREAM that rewards are paid from, in wei. */
export const getRewardReserve = defineRead(contract, reserveFunction);
/** What a second of watching is worth, in wei. */
export const getWatchRate = defineRead(contract, WATCH_RATEFunction);
/** What 64 KiB of help are worth, in wei. */
export const getUnitRate = defineRead(contract, UNIT_RATEFunction);
/** What burns of a backing for what is paid, in hundredths of a percent. */
export const getBurnBps = defineRead(contract, BURN_BPSFunction);

/** What the contract was deployed with. */
export async function getRewardRates(client: AnyClient, options: ReadOptions = {}): Promise<RewardRates> {
  const [watchRateWei, unitRateWei, burnBps] = await readAll(
    client,
    [getWatchRate.call(client, options), getUnitRate.call(client, options), getBurnBps.call(client, options)],
    options,
  );
  return { watchRateWei, unitRateWei, burnBps };
}

/** A leaf with its value in the final state, and an account that backs it. */
export type BackedLeaf = RewardedLeaf & { backer: Address; value: bigint };
export type GetRewardsParameters = ReadOptions & { leaves: readonly BackedLeaf[] };
/** Amounts in wei. `leftWei`: of the backing, which the slots of a help share; `dueWei`: what a claim pays now. */
export type Reward = { owedWei: bigint; paidWei: bigint; leftWei: bigint; dueWei: bigint };

/**
 * Reads what leaves of the final state are worth, what was paid for them, and what a claim of each pays now.
 *
 * @example
 * const value = encodeLeaf("watched", { seconds: 1_800 });
 * const [reward] = await client.reward.getRewards({ leaves: [{ backer, actor: 3, epoch: 500_123, value }] });
 */
export async function getRewards(
  client: AnyClient,
  { leaves, ...options }: GetRewardsParameters,
): Promise<Reward[]> {
  const blockNumber = options.blockNumber ?? (await getBlockNumber(client, { cacheTime: 0 }));
  const at = { ...options, blockNumber };
  const [rates, [reserveWei], paid, left] = await Promise.all([
    getRewardRates(client, at),
    readAll(client, [getRewardReserve.call(client, at)], at),
    readAll(
      client,
      leaves.map((leaf) => getPaid.call(client, { ...leaf, ...at })),
      at,
    ),
    readAll(
      client,
      leaves.map((leaf) => getLeft.call(client, { ...backingOf(leaf.backer, leaf), ...at })),
      at,
    ),
  ]);
  return leaves.map((leaf, n) => {
    const amounts = { owedWei: owedWei(leaf, leaf.value, rates), paidWei: paid[n]!, leftWei: left[n]! };
    return { ...amounts, dueWei: dueWei({ ...amounts, reserveWei }, rates) };
  });
}
