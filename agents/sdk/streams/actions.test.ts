// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { type Address, createWalletClient, type Hash, type Hex, http, type TransactionReceipt } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { expectTypeOf, test } from "vitest";
import type { WriteCall } from "../chain/defineWrite.ts";
import { foundry } from "../chain/foundry.ts";
import type { FundingSource } from "../chain/fundingSource.ts";
import type { Payee } from "../chain/payee.ts";
import type { Answered, Given, Said } from "../testing/actionTypes.ts";
import { tributaryActions } from "../tributaryActions.ts";
import * as stream from "./actions.ts";
import { type Rate, rateOf } from "./rate.ts";
import type { Stream, StreamKey, StreamStatus } from "./stream.ts";

type Amounts<name extends string> = { [key in name]: bigint };

test("writes take their own parameters, and say what the event says", () => {
  expectTypeOf<Given<typeof stream.open>>().toEqualTypeOf<{
    contentId: Hex;
    token?: Address | undefined;
    rate: Rate;
    depositWei: bigint;
    viewer?: Address | undefined;
    salt?: bigint | undefined;
    source?: FundingSource | undefined;
  }>();
  expectTypeOf<Said<typeof stream.open>>().toEqualTypeOf<{ key: StreamKey }>();
  expectTypeOf<Given<typeof stream.initiate>>().toEqualTypeOf<{
    contentId: Hex;
    durationSec: number;
    ratePerSecondWei: bigint;
  }>();
  expectTypeOf<Said<typeof stream.initiate>>().toEqualTypeOf<{ key: StreamKey }>();
  expectTypeOf<Given<typeof stream.topUp>>().toEqualTypeOf<{
    key: StreamKey;
    amountWei: bigint;
    source?: FundingSource | undefined;
  }>();
  expectTypeOf<Said<typeof stream.topUp>>().toEqualTypeOf<Amounts<"receivedWei">>();
  expectTypeOf<Given<typeof stream.setRate>>().toEqualTypeOf<{ key: StreamKey; rate: Rate }>();
  expectTypeOf<Said<typeof stream.setRate>>().toEqualTypeOf<Amounts<"paidWei">>();
  expectTypeOf<Given<typeof stream.pause>>().toEqualTypeOf<{ key: StreamKey }>();
  expectTypeOf<Said<typeof stream.pause>>().toEqualTypeOf<{ keyHash: Hex }>();
  expectTypeOf<Given<typeof stream.resume>>().toEqualTypeOf<{ key: StreamKey }>();
  expectTypeOf<Said<typeof stream.resume>>().toEqualTypeOf<{ keyHash: Hex }>();
  expectTypeOf<Given<typeof stream.refund>>().toEqualTypeOf<{
    key: StreamKey;
    amountWei?: bigint | undefined;
  }>();
  expectTypeOf<Said<typeof stream.refund>>().toEqualTypeOf<Amounts<"refundedWei">>();
  expectTypeOf<Given<typeof stream.cancel>>().toEqualTypeOf<{ key: StreamKey }>();
  expectTypeOf<Said<typeof stream.cancel>>().toEqualTypeOf<Amounts<"paidWei" | "refundedWei">>();
  expectTypeOf<Given<typeof stream.withdraw>>().toEqualTypeOf<{ key: StreamKey; to?: Address | undefined }>();
  expectTypeOf<Said<typeof stream.withdraw>>().toEqualTypeOf<Amounts<"amountWei">>();
  expectTypeOf<Given<typeof stream.withdrawMany>>().toEqualTypeOf<{
    payee: Payee;
    token?: Address | undefined;
    ids: readonly Hex[];
  }>();
  expectTypeOf<Said<typeof stream.withdrawMany>>().toEqualTypeOf<Amounts<"amountWei">>();
  expectTypeOf<Given<typeof stream.processPayment>>().toEqualTypeOf<{
    creator: Address;
    streamId: Hex;
    amountWei?: bigint | undefined;
  }>();
  expectTypeOf<Said<typeof stream.processPayment>>().toEqualTypeOf<Amounts<"withdrawnWei">>();
  expectTypeOf<Given<typeof stream.mintPosition>>().toEqualTypeOf<{ key: StreamKey }>();
  expectTypeOf<Said<typeof stream.mintPosition>>().toEqualTypeOf<{ keyHash: Hex; positionId: bigint }>();
  expectTypeOf<Given<typeof stream.verifyContent>>().toEqualTypeOf<{ contentId: Hex; proof: Hex }>();
  expectTypeOf<Said<typeof stream.verifyContent>>().toEqualTypeOf<{ isValid: boolean }>();
  expectTypeOf<Given<typeof stream.batch>>().toEqualTypeOf<{
    calls: readonly WriteCall[];
    allowFailure?: boolean | undefined;
  }>();
  expectTypeOf<Said<typeof stream.batch>["events"][number]["eventName"]>().toEqualTypeOf<
    | "StreamOpened"
    | "StreamToppedUp"
    | "StreamRateSet"
    | "StreamPaused"
    | "StreamResumed"
    | "StreamRefunded"
    | "StreamCancelled"
    | "StreamPositionMinted"
    | "Withdrawn"
  >();
});

test("reads take a key, and answer in the SDK's words", () => {
  const byKey = [
    stream.getStream,
    stream.getStatus,
    stream.getAccrued,
    stream.getRefundable,
    stream.getUnspent,
    stream.getDepletionTime,
    stream.getPositionId,
  ] as const;
  expectTypeOf<Given<(typeof byKey)[number]>>().toEqualTypeOf<{ key: StreamKey }>();
  expectTypeOf<Answered<typeof stream.getStream>>().toEqualTypeOf<Stream>();
  expectTypeOf<Answered<typeof stream.getStatus>>().toEqualTypeOf<StreamStatus>();
  const amounts = [stream.getAccrued, stream.getRefundable, stream.getUnspent] as const;
  expectTypeOf<Answered<(typeof amounts)[number]>>().toEqualTypeOf<bigint>();
  const numbers = [stream.getDepletionTime, stream.getPositionId, stream.getBatchCallGas] as const;
  expectTypeOf<Answered<(typeof numbers)[number]>>().toEqualTypeOf<bigint>();
  expectTypeOf<Given<typeof stream.getStreamId>>().toEqualTypeOf<{
    viewer: Address;
    opener: Address;
    contentId: Hex;
    salt: bigint;
  }>();
  expectTypeOf<Answered<typeof stream.getStreamId>>().toEqualTypeOf<Hex>();
  expectTypeOf<Given<typeof stream.getPositionFacts>>().toEqualTypeOf<{ positionId: bigint }>();
  expectTypeOf<Answered<typeof stream.getPositionFacts>["endsAt"]>().toEqualTypeOf<number>();
  expectTypeOf<Answered<typeof stream.isTrustedForwarder>>().toEqualTypeOf<boolean>();
});

const token = `0x${"11".repeat(20)}` as const;
const streamingProtocol = `0x${"22".repeat(20)}` as const;
const account = privateKeyToAccount(`0x${"01".repeat(32)}`);
const client = createWalletClient({ account, chain: foundry, transport: http("http://127.0.0.1:1") });
const key = { id: `0x${"33".repeat(32)}`, payee: `0x${"44".repeat(32)}`, token } as const;

test("the methods of a client have the same types, with a twin that waits", () => {
  const { stream: methods } = client.extend(tributaryActions());
  expectTypeOf(methods.cancel).returns.resolves.toEqualTypeOf<Hash>();
  expectTypeOf(methods.cancelSync).returns.resolves.toExtend<{
    paidWei: bigint;
    refundedWei: bigint;
    receipt: TransactionReceipt;
  }>();
  expectTypeOf(methods.open.simulate).returns.resolves.toEqualTypeOf<void>();
  expectTypeOf(methods.open.signCall).returns.resolves.toEqualTypeOf<WriteCall>();
  expectTypeOf(methods.watchStreamCancelled).parameter(0).toHaveProperty("onEvent");
});

test("a rate is no number of wei, wherever one goes in", () => {
  const rate = rateOf({ amountWei: 7n, perSeconds: 1 });
  const terms = { streamingProtocol, streamToken: token, contentId: key.id, depositWei: 1n };
  assert.ok(stream.setRate.call(client, { streamingProtocol, key, rate }).data);
  assert.ok(stream.open.call(client, { ...terms, rate }).data);
  // @ts-expect-error wei per second would pay a 65,536th
  stream.setRate.call(client, { streamingProtocol, key, rate: 7n });
  // @ts-expect-error likewise
  stream.open.call(client, { ...terms, rate: 7n });
});

test("a top-up by allowance is the function without a funding", () => {
  const call = { streamingProtocol, key, amountWei: 1n };
  assert.equal(stream.topUp.call(client, call).functionName, "topUp");
  assert.equal(stream.topUp.call(client, { ...call, source: "prepaid" }).functionName, "topUpWith");
  assert.equal(stream.topUp.call(client, call).to, streamingProtocol);
});

test("a batch of another contract's call, or of one with ETH, is not made", () => {
  const pause = stream.pause.call(client, { streamingProtocol, key });
  const elsewhere = stream.pause.call(client, { streamingProtocol: token, key });
  const batch = (call: WriteCall) => stream.batch.call(client, { streamingProtocol, calls: [pause, call] });
  assert.ok(batch(pause).data);
  assert.throws(() => batch(elsewhere), /pause cannot be in a batch of streams; batch calls of/);
  assert.throws(() => batch({ ...pause, value: 1n }), /pause cannot be in a batch/);
});
