// SPDX-License-Identifier: MIT
import type { Address, Hash, Hex, LocalAccount } from "viem";
import { expectTypeOf, test } from "vitest";
import type { Write } from "../chain/defineWrite.ts";
import type { Funding, FundingSource } from "../chain/fundingSource.ts";
import type { Payee } from "../chain/payee.ts";
import type { Answered, Given, Said } from "../testing/actionTypes.ts";
import type { TributaryActions } from "../tributaryActions.ts";
import type * as channel from "./actions.ts";
import type { ChannelKey } from "./channel.ts";
import type { OwnChannel } from "./getChannelsOf.ts";
import type { Passkey, PasskeyAccount } from "./passkey.ts";
import type { PaymentSession } from "./paymentSession.ts";
import type { SessionStore, StoredSession } from "./sessionStore.ts";
import type { SettledChannel } from "./settledChannels.ts";

type Actions = typeof channel;
/** The names of the actions: an action that a test below does not name fails that test. */
type Writes = {
  [name in keyof Actions]: Actions[name] extends Write<never, unknown> ? name : never;
}[keyof Actions];
type Watches = Extract<keyof Actions, `watch${string}`>;
type Others = Exclude<keyof Actions, Writes | Watches>;

type Opening = { key: ChannelKey; windowSec: number; depositWei: bigint; deadline: number };
type Opened = { channelId: Hex; key: ChannelKey; depositWei: bigint };
type Closed = { channelId: Hex; settledWei: bigint; refundedWei: bigint };
type Paid = { channels: SettledChannel[] };
type Row = { payer: Address; salt: bigint; cumulative: bigint; signature: Hex };
type TickRow = Row & { tickValue: bigint; tick: Hex; count: number };
type Settlement<row> = { payee: Payee; token?: Address | undefined; rows: readonly row[] };

test("each write takes its own parameters", () => {
  expectTypeOf<{ [name in Writes]: Given<Actions[name]> }>().branded.toEqualTypeOf<{
    open: {
      payee: Payee;
      token?: Address | undefined;
      salt: bigint;
      sessionKey: Address;
      windowSec: number;
      depositWei: bigint;
      source?: FundingSource | undefined;
    };
    openFor: Opening & { signature: Hex; funding?: Funding | undefined };
    openByPasskey: Opening & { passkey: Passkey; assertion: Hex; funding?: Funding | undefined };
    topUp: { key: ChannelKey; amountWei: bigint; source?: FundingSource | undefined };
    setPasskey: { passkey: Passkey | null };
    startClose: { key: ChannelKey };
    finalize: { key: ChannelKey };
    close: { key: ChannelKey; voucher?: { cumulative: bigint; signature: Hex } | undefined };
    closeWithConsent: { key: ChannelKey; settledWei: bigint; deadline: number; consent: Hex };
    refund: { key: ChannelKey; amountWei: bigint; consentNonce: bigint; deadline: number; consent: Hex };
    settle: Settlement<Row>;
    settleMany: { settlements: readonly Settlement<Row>[] };
    settleTicks: Settlement<TickRow>;
  }>();
});

test("each write says what it did to the channel and its money", () => {
  expectTypeOf<{ [name in Writes]: Said<Actions[name]> }>().branded.toEqualTypeOf<{
    open: Opened;
    openFor: Opened;
    openByPasskey: Opened;
    topUp: { channelId: Hex; receivedWei: bigint };
    setPasskey: { payer: Address; x: Hex; y: Hex };
    startClose: { channelId: Hex; closesAt: number };
    finalize: Closed;
    close: Closed;
    closeWithConsent: Closed;
    refund: { channelId: Hex; amountWei: bigint };
    settle: Paid;
    settleMany: Paid;
    settleTicks: Paid;
  }>();
});

test("reads and signatures answer in the SDK's words", () => {
  expectTypeOf<{ [name in Others]: Answered<Actions[name]> }>().branded.toEqualTypeOf<{
    getChannel: { deposit: bigint; settled: bigint; closesAt: number; windowSec: number };
    getChannelsOf: OwnChannel[];
    getConsentUsed: boolean;
    getPasskeyHash: Hex;
    getMinimumWindow: number;
    getMaximumWindow: number;
    verifyPasskey: boolean;
    signOpening: Hex;
    signOpeningByPasskey: { passkey: Passkey; assertion: Hex };
    signOpeningFunding: Funding;
    signCloseConsent: Hex;
    signRefundConsent: Hex;
    openKeptSession: { session: PaymentSession; stored: StoredSession; depositWei: bigint; resumed: boolean };
    waitFor: Opened & { session: PaymentSession };
  }>();
});

test("reads and signatures take their own parameters", () => {
  // openKeptSession, waitFor and getChannelsOf take one of several: see below. `nonce` is the consent's, and one of a transaction elsewhere.
  type Consent = Parameters<Actions["getConsentUsed"]>[1];
  expectTypeOf<{ channelId: Hex; nonce: bigint }>().toExtend<Consent>();
  expectTypeOf<{ channelId: Hex; nonce: number }>().not.toExtend<Consent>();
  expectTypeOf<{ channelId: Hex }>().not.toExtend<Consent>();
  expectTypeOf<{
    [name in Exclude<Others, "openKeptSession" | "waitFor" | "getConsentUsed" | "getChannelsOf">]: Given<
      Actions[name]
    >;
  }>().branded.toEqualTypeOf<{
    getChannel: { channelId: Hex };
    getPasskeyHash: { payer: Address };
    getMinimumWindow: Record<never, never>;
    getMaximumWindow: Record<never, never>;
    verifyPasskey: { digest: Hex; x: Hex; y: Hex; assertion: Hex };
    signOpening: Opening;
    signOpeningByPasskey: Opening & { passkey: PasskeyAccount };
    signOpeningFunding: Opening & { source: FundingSource };
    signCloseConsent: { channelId: Hex; settledWei: bigint; deadline: number };
    signRefundConsent: { channelId: Hex; amountWei: bigint; consentNonce: bigint; deadline: number };
  }>();
});

test("a payer's channels are looked for in the logs, with sequencers and a cache where given", () => {
  type Looking = Parameters<TributaryActions["channel"]["getChannelsOf"]>[0];
  expectTypeOf<{ payer: Address }>().toExtend<Looking>();
  type Storage = { getItem(key: string): string | null; setItem(key: string, text: string): void };
  expectTypeOf<{ payer: Address; sequencerUrls: string[]; cache: Storage }>().toExtend<Looking>();
  expectTypeOf<{ sequencerUrls: string[] }>().not.toExtend<Looking>();
});

test("a session is awaited by what signs it: a store knows the key of an id, an account does not", () => {
  type Awaiting = Parameters<TributaryActions["channel"]["waitFor"]>[0];
  type ByStore = { sequencerUrl: string; store: SessionStore };
  type ByAccount = { sequencerUrl: string; sessionAccount: LocalAccount };
  expectTypeOf<ByStore & { channelId: Hex }>().toExtend<Awaiting>();
  expectTypeOf<ByStore & { hash: Hash }>().toExtend<Awaiting>();
  expectTypeOf<ByAccount & { key: ChannelKey }>().toExtend<Awaiting>();
  expectTypeOf<ByAccount & { hash: Hash }>().toExtend<Awaiting>();
  expectTypeOf<ByAccount & { channelId: Hex }>().not.toExtend<Awaiting>();
  type Keeping = Parameters<TributaryActions["channel"]["openKeptSession"]>[0];
  type Terms = { payee: Payee; windowSec: number; depositWei: bigint };
  expectTypeOf<ByStore & Terms>().toExtend<Keeping>();
  expectTypeOf<ByAccount & Terms>().not.toExtend<Keeping>();
});

test("each watch calls with the event's own arguments", () => {
  type Watched<name extends Watches> = Parameters<Parameters<Actions[name]>[1]["onEvent"]>[0];
  expectTypeOf<{ [name in Watches]: Watched<name> }>().branded.toEqualTypeOf<{
    watchOpened: ChannelKey & { channelId: Hex; windowSec: number; deposit: bigint };
    watchToppedUp: { channelId: Hex; received: bigint };
    watchSettled: { payee: Payee; token: Address; sums: Hex };
    watchRefunded: { channelId: Hex; amount: bigint; nonce: bigint };
    watchCloseStarted: { channelId: Hex; closesAt: number };
    watchClosed: { channelId: Hex; settled: bigint; refunded: bigint };
    watchPasskeySet: { payer: Address; x: Hex; y: Hex };
  }>();
});

test("a client's methods leave out the client; a write gives its hash, and has a twin that waits", () => {
  type Methods = TributaryActions["channel"];
  expectTypeOf<{ [name in Writes]: Awaited<ReturnType<Methods[name]>> }>().toEqualTypeOf<{
    [name in Writes]: Hash;
  }>();
  expectTypeOf<{ key: ChannelKey }>().toExtend<Parameters<Methods["finalizeSync"]>[0]>();
  expectTypeOf<`${Writes}Sync`>().toExtend<keyof Methods>();
});
