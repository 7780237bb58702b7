// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { expectTypeOf, test } from "vitest";
import type { Rate } from "../streams/rate.ts";
import type { Answered, Given, Said } from "../testing/actionTypes.ts";
import type * as pool from "./actions.ts";
import type { PoolKey, Seat } from "./pool.ts";

test("writes take their own parameters, and say what the event says", () => {
  expectTypeOf<Given<typeof pool.join>>().toEqualTypeOf<{
    key: PoolKey;
    rate: Rate;
    lastDay: number;
    source?: "allowance" | "prepaid" | undefined;
  }>();
  expectTypeOf<Said<typeof pool.join>>().toEqualTypeOf<{ poolId: Hex; endsAt: number; paidWei: bigint }>();
  expectTypeOf<Given<typeof pool.leave>>().toEqualTypeOf<{ key: PoolKey }>();
  expectTypeOf<Said<typeof pool.leave>>().toEqualTypeOf<{ refundedWei: bigint }>();
  expectTypeOf<Given<typeof pool.collect>>().toEqualTypeOf<{ key: PoolKey }>();
  expectTypeOf<Said<typeof pool.collect>>().toEqualTypeOf<{ amountWei: bigint }>();
});

test("reads answer in the SDK's words", () => {
  expectTypeOf<Given<typeof pool.getPool>>().toEqualTypeOf<{ key: PoolKey; viewer?: Address | undefined }>();
  expectTypeOf<Answered<typeof pool.getPool>>().toEqualTypeOf<{
    rate: Rate;
    collectableWei: bigint;
    seat: Seat;
  }>();
  expectTypeOf<Given<typeof pool.getSeat>>().toEqualTypeOf<{ poolId: Hex; viewer: Address }>();
  expectTypeOf<Answered<typeof pool.getSeat>>().toEqualTypeOf<Seat>();
  expectTypeOf<Given<typeof pool.getCollectable>>().toEqualTypeOf<{ poolId: Hex }>();
  expectTypeOf<Answered<typeof pool.getCollectable>>().toEqualTypeOf<bigint>();
  expectTypeOf<Given<typeof pool.getPoolId>>().toEqualTypeOf<{ key: PoolKey }>();
  expectTypeOf<Answered<typeof pool.getPoolId>>().toEqualTypeOf<Hex>();
  expectTypeOf<Given<typeof pool.getPoolOf>>().toEqualTypeOf<{ poolId: Hex }>();
  expectTypeOf<Answered<typeof pool.getPoolOf>>().toEqualTypeOf<{
    rate: bigint;
    accrued: bigint;
    since: number;
  }>();
  expectTypeOf<Answered<typeof pool.getMaximumSeatDays>>().toEqualTypeOf<bigint>();
});
