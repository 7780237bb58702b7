// SPDX-License-Identifier: MIT
import type { Address, Hash, TransactionReceipt } from "viem";
import { expectTypeOf, test } from "vitest";
import type { TributaryActions } from "../tributaryActions.ts";

type Answer<actions, name extends keyof actions> = actions[name] extends (
  ...parameters: never[]
) => infer answer
  ? Awaited<answer>
  : never;
type Staking = TributaryActions["staking"];
type Token = TributaryActions["token"];
type Position = TributaryActions["position"];

test("every action of staking says what it takes and gives", () => {
  expectTypeOf<Answer<Staking, "stake">>().toEqualTypeOf<Hash>();
  expectTypeOf<Answer<Staking, "stakeSync">>().toExtend<{ from: Address; amount: bigint }>();
  expectTypeOf<Answer<Staking, "stakeForSync">>().toExtend<{ receipt: TransactionReceipt }>();
  expectTypeOf<Answer<Staking, "withdrawSync">>().toExtend<{ amount: bigint }>();
  expectTypeOf<Answer<Staking, "emergencyWithdrawSync">>().toExtend<{ forfeited: bigint }>();
  expectTypeOf<Answer<Staking, "getRewardSync">>().toExtend<{ rewardWei: bigint }>();
  expectTypeOf<Answer<Staking, "harvestSync">>().toExtend<{ amountWei: bigint }>();
  expectTypeOf<Answer<Staking, "addRewardsSync">>().toExtend<{ endsAt: number }>();
  expectTypeOf<Answer<Staking, "getStake">>().toEqualTypeOf<{ stakedWei: bigint; earnedWei: bigint }>();
  expectTypeOf<Answer<Staking, "getEarned">>().toEqualTypeOf<bigint>();
  expectTypeOf<Parameters<Staking["getReward"]>>().toExtend<[unknown?]>();
  expectTypeOf<{ amountWei: number }>().not.toExtend<Parameters<Staking["stake"]>[0]>();
});

test("every action of the token and of positions says what it takes and gives", () => {
  expectTypeOf<Answer<Token, "approve">>().toEqualTypeOf<Hash>();
  expectTypeOf<{ spender: "paymentChannels"; amountWei: bigint }>().toExtend<
    Parameters<Token["approve"]>[0]
  >();
  expectTypeOf<{ spender: "nobody"; amountWei: bigint }>().not.toExtend<Parameters<Token["approve"]>[0]>();
  expectTypeOf<Answer<Token, "transferSync">>().toExtend<{ from: Address; to: Address; amount: bigint }>();
  expectTypeOf<Answer<Token, "getBalance">>().toEqualTypeOf<bigint>();
  expectTypeOf<Answer<Token, "getDecimals">>().toEqualTypeOf<number>();
  expectTypeOf<Answer<Position, "transferSync">>().toExtend<{ from: Address; to: Address }>();
  expectTypeOf<Answer<Position, "getOwner">>().toEqualTypeOf<Address>();
  expectTypeOf<Answer<Position, "getTokenUri">>().toEqualTypeOf<string>();
  expectTypeOf<{ positionId: bigint; restricted: boolean }>().toExtend<Parameters<Position["restrict"]>[0]>();
});
