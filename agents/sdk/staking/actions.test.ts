// SPDX-License-Identifier: MIT
import type { Address, Hash, TransactionReceipt } from "viem";
import { expectTypeOf, test } from "vitest";
import type { Told } from "../testing/actionTypes.ts";
import type { TributaryActions } from "../tributaryActions.ts";

type Staking = TributaryActions["staking"];
type Token = TributaryActions["token"];
type Position = TributaryActions["position"];

test("every action of staking says what it takes and gives", () => {
  expectTypeOf<Told<Staking, "stake">>().toEqualTypeOf<Hash>();
  expectTypeOf<Told<Staking, "stakeSync">>().toExtend<{ from: Address; amount: bigint }>();
  expectTypeOf<Told<Staking, "stakeForSync">>().toExtend<{ receipt: TransactionReceipt }>();
  expectTypeOf<Told<Staking, "withdrawSync">>().toExtend<{ amount: bigint }>();
  expectTypeOf<Told<Staking, "emergencyWithdrawSync">>().toExtend<{ forfeited: bigint }>();
  expectTypeOf<Told<Staking, "getRewardSync">>().toExtend<{ rewardWei: bigint }>();
  expectTypeOf<Told<Staking, "harvestSync">>().toExtend<{ amountWei: bigint }>();
  expectTypeOf<Told<Staking, "addRewardsSync">>().toExtend<{ endsAt: number }>();
  expectTypeOf<Told<Staking, "getStake">>().toEqualTypeOf<{ stakedWei: bigint; earnedWei: bigint }>();
  expectTypeOf<Told<Staking, "getEarned">>().toEqualTypeOf<bigint>();
  expectTypeOf<Parameters<Staking["getReward"]>>().toExtend<[unknown?]>();
  expectTypeOf<{ amountWei: number }>().not.toExtend<Parameters<Staking["stake"]>[0]>();
});

test("every action of the token and of positions says what it takes and gives", () => {
  expectTypeOf<Told<Token, "approve">>().toEqualTypeOf<Hash>();
  expectTypeOf<{ spender: "paymentChannels"; amountWei: bigint }>().toExtend<
    Parameters<Token["approve"]>[0]
  >();
  expectTypeOf<{ spender: "nobody"; amountWei: bigint }>().not.toExtend<Parameters<Token["approve"]>[0]>();
  expectTypeOf<Told<Token, "transferSync">>().toExtend<{ from: Address; to: Address; amount: bigint }>();
  expectTypeOf<Told<Token, "getBalance">>().toEqualTypeOf<bigint>();
  expectTypeOf<Told<Token, "getDecimals">>().toEqualTypeOf<number>();
  expectTypeOf<Told<Position, "transferSync">>().toExtend<{ from: Address; to: Address }>();
  expectTypeOf<Told<Position, "getOwner">>().toEqualTypeOf<Address>();
  expectTypeOf<Told<Position, "getTokenUri">>().toEqualTypeOf<string>();
  expectTypeOf<{ positionId: bigint; restricted: boolean }>().toExtend<Parameters<Position["restrict"]>[0]>();
});
