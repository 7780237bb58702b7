// SPDX-License-Identifier: MIT
// The actions of `client.staking`. An action that adds nothing to a function of the contract is one line here.
import type { Address } from "viem";
import {
  addRewardsFunction,
  EmergencyWithdrawnEvent,
  emergencyWithdrawFunction,
  HarvestedEvent,
  harvestedFunction,
  MINIMUM_STAKEFunction,
  REWARD_PERIODFunction,
  RewardPaidEvent,
  RewardsAddedEvent,
  reserveFunction,
  rewardsToComeFunction,
  StakedEvent,
  stakeForFunction,
  stakingErrors,
  totalsFunction,
  WithdrawnEvent,
} from "../abis/staking.generated.ts";
import { defineRead } from "../chain/defineRead.ts";
import { defineWatch } from "../chain/defineWatch.ts";
import { defineWrite, type WriteContext } from "../chain/defineWrite.ts";
import { takes } from "../chain/takes.ts";

export { getReward } from "./getReward.ts";
export { getEarned, getStake, getStakeOf } from "./getStake.ts";
export { harvest } from "./harvest.ts";
export { stake } from "./stake.ts";
export { withdrawStake as withdraw } from "./withdrawStake.ts";

const contract = { contract: "staking", errors: stakingErrors } as const;
const inStream = ({ amountWei }: { amountWei: bigint }, { addressOf }: WriteContext) =>
  ({ source: "allowance", token: addressOf("streamToken"), amountWei }) as const;

/** Stakes STREAM for another account, whose stake it is from then on. */
export const stakeFor = defineWrite({
  ...contract,
  functions: [stakeForFunction],
  event: StakedEvent,
  deposit: takes(inStream),
  call: ({ staker, amountWei }: { staker: Address; amountWei: bigint }) => ({ args: [staker, amountWei] }),
});
/** Adds STREAM to the rewards. */
export const addRewards = defineWrite({
  ...contract,
  functions: [addRewardsFunction],
  event: RewardsAddedEvent,
  deposit: takes(inStream),
  call: ({ amountWei }: { amountWei: bigint }) => ({ args: [amountWei] }),
});
/** Withdraws the stake, and leaves its rewards to the others: for when nothing else works. */
export const emergencyWithdraw = defineWrite({
  ...contract,
  functions: [emergencyWithdrawFunction],
  event: EmergencyWithdrawnEvent,
});

/** The least stake, in wei. */
export const getMinimumStake = defineRead("staking", MINIMUM_STAKEFunction);
/** The time over which added rewards are paid, in seconds. */
export const getRewardPeriod = defineRead("staking", REWARD_PERIODFunction);
/** The stake of all accounts, and the flow of rewards. */
export const getTotals = defineRead("staking", totalsFunction);
/** The rewards that were added and are not earned yet, in wei. */
export const getRewardsToCome = defineRead("staking", rewardsToComeFunction);
/** The STREAM that the contract owes for stakes and rewards, in wei. */
export const getReserve = defineRead("staking", reserveFunction);
/** The wei that a grant has brought to the rewards. */
export const getHarvested = defineRead("staking", harvestedFunction);

export const watchStaked = defineWatch("staking", StakedEvent);
export const watchWithdrawn = defineWatch("staking", WithdrawnEvent);
export const watchRewardPaid = defineWatch("staking", RewardPaidEvent);
export const watchRewardsAdded = defineWatch("staking", RewardsAddedEvent);
export const watchHarvested = defineWatch("staking", HarvestedEvent);
export const watchEmergencyWithdrawn = defineWatch("staking", EmergencyWithdrawnEvent);
