// SPDX-License-Identifier: MIT
// The actions of `client.reward`: what somebody backs is paid to who watched and to who helped, out of the viewers' allocation.
import { interactionRollupErrors } from "../abis/interactionRollup.generated.ts";
import {
  BackedEvent,
  backFunction,
  escrowedFunction,
  HOLD_TIMEFunction,
  RewardedEvent,
  returnsAtFunction,
  rewardHelpFunction,
  rewardWatchingFunction,
  TakenBackEvent,
  takeBackFunction,
  viewerRewardsErrors,
} from "../abis/viewerRewards.generated.ts";
import { defineRead } from "../chain/defineRead.ts";
import { defineWatch } from "../chain/defineWatch.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import { type Backing, backingKeyOf } from "./backing.ts";

export {
  getBurnBps,
  getLeft,
  getPaid,
  getRewardRates,
  getRewardReserve,
  getRewards,
  getUnitRate,
  getWatchRate,
} from "./getRewards.ts";

const contract = { contract: "viewerRewards", errors: viewerRewardsErrors } as const;
// a leaf is read from the rollup, in its words
const errors = [...viewerRewardsErrors, ...interactionRollupErrors] as const;

export type BackParameters = Omit<Backing, "backer"> & {
  /** In wei of STREAM: {@link burnedWei} of what shall be paid. */
  amountWei: bigint;
};

/**
 * Gives up STREAM of the account, which approved it, for the rewards of what an actor watched, or of its helpers, in an epoch. What is not
 * drawn comes back: see {@link takeBack}.
 *
 * @throws ContractRefused, as of `ViewerRewards_EpochTooFar`.
 * @example
 * await client.token.approveSync({ spender: "viewerRewards", amountWei: parseEther("1") });
 * await client.reward.backSync({ actor: 3, epoch: 500_123, kind: "watching", amountWei: parseEther("1") });
 */
export const back = defineWrite({
  ...contract,
  functions: [backFunction],
  event: BackedEvent,
  call: ({ amountWei, ...rest }: BackParameters, { account }) => {
    const { actor, epoch, kind } = backingKeyOf({ backer: account, ...rest });
    return { args: [actor, epoch, kind, amountWei] };
  },
});

/**
 * Pays a viewer for what it watched in an epoch. Anyone may call it. Fails where nothing is due: see {@link getRewards}.
 *
 * @throws ContractRefused, as of `ViewerRewards_NotInState`.
 * @example
 * // one of the last 64 postings with a final state, and what shows the leaf `watched(actor, epoch)` under its root
 * await client.reward.rewardWatchingSync({ backer, viewer: account, epoch, leaf: { posting, value, witness } });
 */
export const rewardWatching = defineWrite({
  ...contract,
  errors,
  functions: [rewardWatchingFunction],
  event: RewardedEvent,
});

/**
 * Pays a peer for what it helped an actor in an epoch, by the leaf `help(actor, epoch, slot)`. Anyone may call it.
 *
 * @throws ContractRefused, as of `ViewerRewards_NotThePeer`.
 * @example
 * await client.reward.rewardHelpSync({ backer, actor, epoch, slot: 0, peer, leaf: { posting, value, witness } });
 */
export const rewardHelp = defineWrite({
  ...contract,
  errors,
  functions: [rewardHelpFunction],
  event: RewardedEvent,
});

/**
 * Returns what is left of a backing to its backer, from {@link getReturnsAt} on. Anyone may call it.
 *
 * @throws ContractRefused, as of `ViewerRewards_TooEarly`.
 * @example
 * const { amount } = await client.reward.takeBackSync({ backer, actor: 3, epoch: 500_123, kind: "watching" });
 */
export const takeBack = defineWrite({
  ...contract,
  functions: [takeBackFunction],
  event: TakenBackEvent,
  call: (backing: Backing) => ({ args: [backingKeyOf(backing)] }),
});

/** What is left of all backings, in wei. */
export const getEscrowed = defineRead("viewerRewards", escrowedFunction);
/** From when on backings of an epoch return, in seconds. */
export const getReturnsAt = defineRead("viewerRewards", returnsAtFunction);
/** How long after an epoch backings of it stay, in seconds. */
export const getHoldTime = defineRead("viewerRewards", HOLD_TIMEFunction);

export const watchBacked = defineWatch("viewerRewards", BackedEvent);
export const watchRewarded = defineWatch("viewerRewards", RewardedEvent);
export const watchTakenBack = defineWatch("viewerRewards", TakenBackEvent);
