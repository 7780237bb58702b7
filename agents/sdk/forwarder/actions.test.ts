// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { type Account, type Address, createWalletClient, type Hex, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { expectTypeOf, test } from "vitest";
import type { WriteCall } from "../chain/defineWrite.ts";
import { foundry } from "../chain/foundry.ts";
import type { Answered, Given, Said } from "../testing/actionTypes.ts";
import * as forwarder from "./actions.ts";
import { type ForwardRequest, gasOfRequests } from "./forwardRequest.ts";

type Executed = { signer: Address; requestNonce: bigint };

test("actions take their own parameters, and say what the event says", () => {
  expectTypeOf<Given<typeof forwarder.execute>>().toEqualTypeOf<{ request: ForwardRequest }>();
  expectTypeOf<Said<typeof forwarder.execute>>().toEqualTypeOf<Executed>();
  expectTypeOf<Given<typeof forwarder.executeBatch>>().toEqualTypeOf<{
    requests: readonly ForwardRequest[];
    refundReceiver?: Address | undefined;
  }>();
  expectTypeOf<Said<typeof forwarder.executeBatch>["executed"][number]>().toEqualTypeOf<
    { [key in keyof Executed]: Executed[key] } & { success: boolean } extends infer all
      ? { [key in keyof all]: all[key] }
      : never
  >();
  expectTypeOf<Given<typeof forwarder.signRequest>>().toEqualTypeOf<{
    call: WriteCall;
    deadline?: bigint | undefined;
    callGas?: bigint | undefined;
    requestNonce?: bigint | undefined;
  }>();
  expectTypeOf<Parameters<typeof forwarder.signRequest>[1]["account"]>().toEqualTypeOf<
    Account | Address | undefined
  >();
  expectTypeOf<Answered<typeof forwarder.signRequest>>().toEqualTypeOf<ForwardRequest>();
  expectTypeOf<Given<typeof forwarder.verify>>().toEqualTypeOf<{ request: ForwardRequest }>();
  expectTypeOf<Answered<typeof forwarder.verify>>().toEqualTypeOf<boolean>();
  expectTypeOf<Given<typeof forwarder.getNonce>>().toEqualTypeOf<{ owner: Address }>();
  expectTypeOf<Answered<typeof forwarder.getNonce>>().toEqualTypeOf<bigint>();
});

const request = {
  from: `0x${"11".repeat(20)}`,
  to: `0x${"22".repeat(20)}`,
  value: 3n,
  gas: 630_000n,
  deadline: 1,
  data: `0x${"00".repeat(100)}` as Hex,
  signature: "0x",
} as const;

test("a sender gives the signed gas to each request, and its ETH along", () => {
  assert.ok((gasOfRequests([request]) * 63n) / 64n >= request.gas + 50_000n);
  assert.ok(gasOfRequests([request, request]) >= gasOfRequests([request]) + (request.gas * 64n) / 63n);
  const account = privateKeyToAccount(`0x${"01".repeat(32)}`);
  const client = createWalletClient({ account, chain: foundry, transport: http("http://127.0.0.1:1") });
  const at = { forwarder: `0x${"33".repeat(20)}` } as const;
  assert.equal(forwarder.execute.call(client, { ...at, request }).value, 3n);
  const batch = forwarder.executeBatch.call(client, { ...at, requests: [request, request] });
  assert.equal(batch.value, 6n);
});
