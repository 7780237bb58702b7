// SPDX-License-Identifier: MIT
import type { Address, Hash, Hex, TransactionReceipt } from "viem";
import { expectTypeOf, test } from "vitest";
import type { Told } from "../testing/actionTypes.ts";
import type { TributaryActions } from "../tributaryActions.ts";
import type { GrantKey } from "./grant.ts";

type Actions = TributaryActions["vesting"];
type Answer<name extends keyof Actions> = Told<Actions, name>;
type Mined<result> = result & { receipt: TransactionReceipt };

test("every action of vesting says what it takes and gives", () => {
  expectTypeOf<Answer<"grant">>().toEqualTypeOf<Hash>();
  expectTypeOf<Answer<"grantSync">>().toEqualTypeOf<Mined<{ grantId: Hex; key: GrantKey }>>();
  expectTypeOf<Answer<"grantManySync">>().toExtend<{ receipt: TransactionReceipt }>();
  expectTypeOf<Answer<"releaseSync">>().toEqualTypeOf<Mined<{ amountWei: bigint }>>();
  expectTypeOf<Answer<"redeemSync">>().toEqualTypeOf<
    Mined<{ campaignId: Hex; amountWei: bigint; grantId: Hex; paidWei: bigint }>
  >();
  expectTypeOf<Answer<"mintPositionSync">>().toEqualTypeOf<Mined<{ positionId: bigint }>>();
  expectTypeOf<Answer<"revokeSync">>().toEqualTypeOf<Mined<{ paidWei: bigint; refundedWei: bigint }>>();
  expectTypeOf<Answer<"renounceRevocabilitySync">>().toExtend<{ grantId: Hex }>();
  expectTypeOf<Answer<"fundCampaignSync">>().toEqualTypeOf<Mined<{ campaignId: Hex; amountWei: bigint }>>();
  expectTypeOf<Answer<"clawbackSync">>().toEqualTypeOf<Mined<{ campaignId: Hex; amountWei: bigint }>>();
  expectTypeOf<Answer<"distributeSync">>().toExtend<{ receipt: TransactionReceipt }>();
  expectTypeOf<Answer<"getAllocationGrant">>().toEqualTypeOf<GrantKey>();
  expectTypeOf<Answer<"getGrant">["totalWei"]>().toEqualTypeOf<bigint>();
  expectTypeOf<Answer<"getLaunch">>().toEqualTypeOf<number>();
  expectTypeOf<Answer<"getCampaign">>().toEqualTypeOf<{
    funded: bigint;
    reserved: bigint;
    isClosed: boolean;
  }>();
  expectTypeOf<Actions["watchReleased"]>()
    .parameter(0)
    .toHaveProperty("onEvent")
    .parameter(0)
    .toEqualTypeOf<{ grantId: Hex; to: Address; amount: bigint }>();
});

test("an action takes nothing else", () => {
  type Grant = Parameters<Actions["grant"]>[0];
  const terms = { beneficiary: "0x00" as Address, totalWei: 1n, salt: 0n, isRevocable: true };
  expectTypeOf(terms).toExtend<Grant>();
  expectTypeOf({ ...terms, totalWei: 1 }).not.toExtend<Grant>();
  expectTypeOf<{ allocation: "nobody" }>().not.toExtend<Parameters<Actions["getAllocationGrant"]>[0]>();
});
