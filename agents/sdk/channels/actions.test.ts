// SPDX-License-Identifier: MIT
import type { Address, Hash, Hex } from "viem";
import { expectTypeOf, test } from "vitest";
import type { Payee } from "../chain/payee.ts";
import type { Answered, Given, Said } from "../testing/actionTypes.ts";
import type { TributaryActions } from "../tributaryActions.ts";
import type * as channel from "./actions.ts";
import type { ChannelKey } from "./channel.ts";

type Opened = { channelId: Hex; key: ChannelKey; depositWei: bigint };
type Closed = { channelId: Hex; settledWei: bigint; refundedWei: bigint };

test("what opens and funds a channel says the channel and its money", () => {
  expectTypeOf<Given<typeof channel.open>>().toEqualTypeOf<{
    payee: Payee;
    token?: Address | undefined;
    salt: bigint;
    sessionKey: Address;
    windowSec: number;
    depositWei: bigint;
    source?: "allowance" | "prepaid" | "permit" | "permit2" | "eip3009" | undefined;
  }>();
  expectTypeOf<Said<typeof channel.open>>().toEqualTypeOf<Opened>();
  expectTypeOf<Said<typeof channel.openFor>>().toEqualTypeOf<Opened>();
  expectTypeOf<Said<typeof channel.openByPasskey>>().toEqualTypeOf<Opened>();
  expectTypeOf<Said<typeof channel.topUp>>().toEqualTypeOf<{ channelId: Hex; receivedWei: bigint }>();
  expectTypeOf<Given<typeof channel.setPasskey>>().toHaveProperty("passkey");
});

test("what ends a channel says what it paid and gave back", () => {
  expectTypeOf<Given<typeof channel.startClose>>().toEqualTypeOf<{ key: ChannelKey }>();
  expectTypeOf<Said<typeof channel.startClose>>().toEqualTypeOf<{ channelId: Hex; closesAt: number }>();
  expectTypeOf<Said<typeof channel.finalize>>().toEqualTypeOf<Closed>();
  expectTypeOf<Said<typeof channel.close>>().toEqualTypeOf<Closed>();
  expectTypeOf<Said<typeof channel.closeWithConsent>>().toEqualTypeOf<Closed>();
  expectTypeOf<Said<typeof channel.refund>>().toEqualTypeOf<{ channelId: Hex; amountWei: bigint }>();
  expectTypeOf<Said<typeof channel.settle>>().toHaveProperty("channels");
  expectTypeOf<Said<typeof channel.settleMany>>().toHaveProperty("channels");
  expectTypeOf<Said<typeof channel.settleTicks>>().toHaveProperty("channels");
});

test("reads answer in the SDK's words, and a client's methods leave out the client", () => {
  expectTypeOf<Answered<typeof channel.getConsentUsed>>().toEqualTypeOf<boolean>();
  expectTypeOf<Answered<typeof channel.getPasskeyHash>>().toEqualTypeOf<Hex>();
  expectTypeOf<Answered<typeof channel.getMinimumWindow>>().toEqualTypeOf<number>();
  expectTypeOf<Answered<typeof channel.getMaximumWindow>>().toEqualTypeOf<number>();
  expectTypeOf<Answered<typeof channel.verifyPasskey>>().toEqualTypeOf<boolean>();
  expectTypeOf<Awaited<ReturnType<TributaryActions["channel"]["open"]>>>().toEqualTypeOf<Hash>();
  expectTypeOf<{ key: ChannelKey }>().toExtend<Parameters<TributaryActions["channel"]["finalizeSync"]>[0]>();
});
