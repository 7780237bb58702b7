// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, bytesToHex, type Hex } from "viem";
import { HELP_SLOTS } from "../sdk/interactions/fields.ts";
import { decodeLeaf } from "../sdk/interactions/leaves.ts";
import type { Backing } from "../sdk/rewards/backing.ts";
import type { BackedLeaf, Reward } from "../sdk/rewards/getRewards.ts";
import { burnedWei, dueWei, type RewardRates, rewardLeafKey } from "../sdk/rewards/reward.ts";
import type { Leaves } from "./leaves.ts";

/** A leaf that somebody backs, and whom its reward pays. */
export type BackedReward = BackedLeaf & { payee: Address };

/** The leaves of the final state that `backings` are for. `accounts`: of the actors, by number. */
export function backedRewards(
  backings: readonly Backing[],
  state: Pick<Leaves, "get">,
  accounts: readonly Address[],
): BackedReward[] {
  return backings.flatMap(({ backer, actor, epoch, kind }) => {
    if (kind === "watching") {
      const value = state.get(rewardLeafKey({ actor, epoch }));
      return value === 0n ? [] : [{ backer, actor, epoch, value, payee: accounts[actor]! }];
    }
    return Array.from({ length: HELP_SLOTS }, (_, slot) => ({ backer, actor, epoch, slot }))
      .map((leaf) => ({ ...leaf, value: state.get(rewardLeafKey(leaf)) }))
      .filter(({ value }) => value !== 0n)
      .map((leaf) => ({ ...leaf, payee: accounts[decodeLeaf("help", leaf.value).peer]! }));
  });
}

/** What each claim pays if they are sent in this order: those of one leaf, of one backing and of one reserve take from each other. */
export function planClaims<reward extends BackedReward & Reward>(
  rewards: readonly reward[],
  { reserveWei, ...rates }: Pick<RewardRates, "burnBps"> & { reserveWei: bigint },
): (reward & { claimWei: bigint })[] {
  const paid = new Map<Hex, bigint>();
  const left = new Map<string, bigint>();
  let reserve = reserveWei;
  return rewards.flatMap((reward) => {
    const leaf = bytesToHex(rewardLeafKey(reward));
    const backing = [reward.backer, reward.actor, reward.epoch, reward.slot === undefined].join();
    const paidWei = paid.get(leaf) ?? reward.paidWei;
    const leftWei = left.get(backing) ?? reward.leftWei;
    const claimWei = dueWei({ owedWei: reward.owedWei, paidWei, leftWei, reserveWei: reserve }, rates);
    if (claimWei === 0n) return [];
    paid.set(leaf, paidWei + claimWei);
    left.set(backing, leftWei - burnedWei(claimWei, rates));
    reserve -= claimWei;
    return [{ ...reward, claimWei }];
  });
}
