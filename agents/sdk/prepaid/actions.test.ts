// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { type Abi, type Address, createWalletClient, getAbiItem, http, zeroAddress } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { expectTypeOf, test } from "vitest";
import {
  paymentChannelsAbi,
  purchasePolicyAbi,
  streamingProtocolAbi,
  streamPoolsAbi,
} from "../abis.generated.ts";
import { foundry } from "../chain/foundry.ts";
import type { Payee } from "../chain/payee.ts";
import { TributaryError } from "../errors/TributaryError.ts";
import type { Answered, Given, Said } from "../testing/actionTypes.ts";
import * as prepaid from "./actions.ts";
import { DEPOSITORIES } from "./depositories.ts";

type Depository = "paymentChannels" | "streamingProtocol" | "streamPools" | "purchasePolicy";
type Token = Address | undefined;

test("actions take the contract by its key, and say what the event says", () => {
  expectTypeOf<Given<typeof prepaid.prepay>>().toEqualTypeOf<{
    contract: Depository;
    token?: Token;
    amountWei: bigint;
    owner?: Address | undefined;
  }>();
  expectTypeOf<Said<typeof prepaid.prepay>>().toEqualTypeOf<{ receivedWei: bigint }>();
  expectTypeOf<Given<typeof prepaid.withdraw>>().toEqualTypeOf<{
    contract: Depository;
    token?: Token;
    amountWei: bigint;
    to?: Address | undefined;
  }>();
  expectTypeOf<Said<typeof prepaid.withdraw>>().toEqualTypeOf<{ amountWei: bigint }>();
  expectTypeOf<Given<typeof prepaid.payOut>>().toEqualTypeOf<{
    contract: Depository;
    token?: Token;
    payee: Payee;
  }>();
  expectTypeOf<Said<typeof prepaid.payOut>>().toEqualTypeOf<{ paidWei: bigint; stillOwedWei: bigint }>();
  expectTypeOf<Given<typeof prepaid.payOutTo>>().toEqualTypeOf<{
    contract: Depository;
    token?: Token;
    to: Address;
  }>();
  expectTypeOf<Said<typeof prepaid.payOutTo>>().toEqualTypeOf<{ paidWei: bigint; stillOwedWei: bigint }>();
  expectTypeOf<Given<typeof prepaid.getPrepaid>>().toEqualTypeOf<{
    contract: Depository;
    token?: Token;
    owner: Address;
  }>();
  expectTypeOf<Given<typeof prepaid.getOwed>>().toEqualTypeOf<{
    contract: Depository;
    token?: Token;
    payee: Payee;
  }>();
  expectTypeOf<Given<typeof prepaid.getLeastCredit>>().toEqualTypeOf<{ contract: Depository }>();
  const amounts = [prepaid.getPrepaid, prepaid.getOwed, prepaid.getLeastCredit] as const;
  expectTypeOf<Answered<(typeof amounts)[number]>>().toEqualTypeOf<bigint>();
  expectTypeOf<Parameters<typeof prepaid.watchOwed>[1]["contract"]>().toEqualTypeOf<Depository>();
});

test("the contracts share the functions and events by which the actions reach any of them", () => {
  const shared = [
    ...Object.values(prepaid).flatMap((action) => ("calls" in action ? action.calls.functions : [])),
    ...streamPoolsAbi.filter(
      ({ type, name }: { type: string; name?: string }) => type === "event" && !name?.startsWith("Pool"),
    ),
  ] as { name: string }[];
  assert.equal(shared.length, 12);
  for (const abi of [
    paymentChannelsAbi,
    purchasePolicyAbi,
    streamingProtocolAbi,
    streamPoolsAbi,
  ] as readonly Abi[])
    for (const item of shared) assert.deepEqual(getAbiItem({ abi, name: item.name }), item);
});

test("a call goes to the named contract, in STREAM unless a token is named; another contract has none", () => {
  const account = privateKeyToAccount(`0x${"01".repeat(32)}`);
  const client = createWalletClient({ account, chain: foundry, transport: http("http://127.0.0.1:1") });
  const at = (digit: string) => `0x${digit.repeat(40)}` as const;
  const given = {
    ...{ paymentChannels: at("1"), streamingProtocol: at("2") },
    ...{ streamPools: at("3"), purchasePolicy: at("7") },
  };
  const streamToken = at("4");
  for (const contract of DEPOSITORIES.keys) {
    const terms = { ...given, streamToken, contract, amountWei: 7n };
    const { to, args, value } = prepaid.prepay.call(client, terms);
    assert.deepEqual([to, args, value], [given[contract], [account.address, streamToken, 7n], 0n]);
    const eth = prepaid.prepay.call(client, { ...terms, token: zeroAddress });
    assert.deepEqual([eth.args, eth.value], [[account.address, zeroAddress, 7n], 7n]);
    const read = prepaid.getPrepaid.call(client, { ...terms, owner: at("5") });
    assert.deepEqual([read.address, read.args], [given[contract], [at("5"), streamToken]]);
  }
  const staking = { ...given, streamToken, amountWei: 7n, contract: "staking" as never, staking: at("6") };
  assert.throws(
    () => prepaid.prepay.call(client, staking),
    (error) => {
      assert.ok(error instanceof TributaryError);
      assert.match(
        error.message,
        /named staking; give `contract` as one of paymentChannels, streamingProtocol/,
      );
      return true;
    },
  );
});
