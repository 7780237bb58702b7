// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, bytesToHex, type Hex } from "viem";
import type { ChainConnection } from "../kernel/chain/chain.ts";
import { UserError } from "../kernel/process/errors.ts";
import { interactionInputsAbi } from "../sdk/abis/interactionInputs.generated.ts";
import { viewerRewardsAbi } from "../sdk/abis/viewerRewards.generated.ts";
import { readEvents } from "../sdk/chain/readEvents.ts";
import { type Backing, REWARD_KINDS } from "../sdk/rewards/backing.ts";
import { getRewardRates, getRewardReserve, getRewards, type Reward } from "../sdk/rewards/getRewards.ts";
import { type RewardedLeaf, type RewardRates, rewardLeafKey } from "../sdk/rewards/reward.ts";
import { finalState } from "./finalState.ts";
import { readHistory } from "./readHistory.ts";
import { type BackedReward, backedRewards } from "./rewardClaims.ts";
import { createSignerOf } from "./signerOf.ts";
import { witnessOf } from "./witness.ts";

export const REWARD_CONTRACTS = ["InteractionInputs", "InteractionRollup", "ViewerRewards"] as const;
type RewardChain = ChainConnection<(typeof REWARD_CONTRACTS)[number]>;

/** All that is backed, as of one block. */
export type Rewards = {
  rewards: (BackedReward & Reward)[];
  rates: RewardRates;
  reserveWei: bigint;
  /** What shows a leaf under the last final root. */
  shownLeaf(leaf: RewardedLeaf & { value: bigint }): { posting: bigint; value: bigint; witness: Hex };
};

/** The distinct backings that logs tell, in order. */
export async function readBackings(
  { publicClient, deployment }: RewardChain,
  toBlock: bigint,
): Promise<Backing[]> {
  const address = deployment.contracts.ViewerRewards;
  const blocks = { fromBlock: deployment.startBlock, toBlock };
  const logs = await readEvents(publicClient, {
    ...{ abi: viewerRewardsAbi, address, eventName: "Backed" },
    ...blocks,
  });
  const backings = logs.map(({ args: { backer, actor, epoch, kind } }): Backing => {
    return { backer, actor, epoch, kind: REWARD_KINDS[kind]! };
  });
  return [...new Map(backings.map((one) => [Object.values(one).join(), one])).values()];
}

/** Reads what is backed and what it is worth, out of logs and the contract. `payee`: of this account alone. */
export async function readRewards(chain: RewardChain, payee?: Address): Promise<Rewards> {
  const { publicClient, chainId, deployment } = chain;
  const { InteractionInputs, InteractionRollup, ViewerRewards } = deployment.contracts;
  const blockNumber = await publicClient.getBlockNumber({ cacheTime: 0 });
  const blocks = { fromBlock: deployment.startBlock, toBlock: blockNumber };
  const inputs = { chainId, interactionInputs: InteractionInputs };
  const at = { viewerRewards: ViewerRewards, blockNumber };
  const [history, registered, backings, rates, reserveWei] = await Promise.all([
    readHistory(publicClient, {
      ...{ ...blocks, ...inputs, interactionRollup: InteractionRollup },
      signerOf: createSignerOf(inputs),
    }),
    readEvents(publicClient, {
      ...{ abi: interactionInputsAbi, address: InteractionInputs, eventName: "ActorRegistered" },
      ...blocks,
    }),
    readBackings(chain, blockNumber),
    getRewardRates(publicClient, at),
    getRewardReserve(publicClient, at),
  ]);
  const state = finalState(history);
  if (!state)
    throw new UserError(
      "The final state of interactions is not the one that its inputs lead to, so no leaf can be shown.",
      "Ask another RPC; `tributary monitor` says which posting it is.",
    );
  const accounts = registered.map(({ args }) => args.account);
  const leaves = backedRewards(backings, state, accounts).filter((one) => !payee || one.payee === payee);
  const amounts = await getRewards(publicClient, { leaves, ...at });
  return {
    rewards: leaves.map((leaf, n) => ({ ...leaf, ...amounts[n]! })),
    ...{ rates, reserveWei },
    shownLeaf(leaf) {
      const witness = bytesToHex(witnessOf(state, [rewardLeafKey(leaf)]));
      return { posting: BigInt(history.finalRoots.length - 1), value: leaf.value, witness };
    },
  };
}
