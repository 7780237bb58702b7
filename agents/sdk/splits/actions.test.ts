// SPDX-License-Identifier: MIT
import type { Address, Hash, Hex } from "viem";
import { expectTypeOf, test } from "vitest";
import type { Payee } from "../chain/payee.ts";
import type { TributaryActions } from "../tributaryActions.ts";

type Answer<actions, name extends keyof actions> = actions[name] extends (
  ...parameters: never[]
) => infer answer
  ? Awaited<answer>
  : never;
type Split = TributaryActions["split"];
type Content = TributaryActions["content"];
type Operator = TributaryActions["operator"];
type Court = TributaryActions["court"];

test("every action of splits says what it takes and gives", () => {
  expectTypeOf<Answer<Split, "register">>().toEqualTypeOf<Hash>();
  expectTypeOf<Answer<Split, "registerSync">>().toExtend<{ split: bigint; payee: Payee }>();
  expectTypeOf<Answer<Split, "creditSync">>().toExtend<{ segment: bigint; batch: bigint; link: Hex }>();
  expectTypeOf<Answer<Split, "sealSync">>().toExtend<{ batchHash: Hex; entries: number }>();
  expectTypeOf<Answer<Split, "settleSync">>().toExtend<{ newRoot: bigint; feeWei: bigint }>();
  expectTypeOf<Answer<Split, "claimSync">>().toExtend<{ paidWei: bigint; entitlementWei: bigint }>();
  expectTypeOf<Answer<Split, "getClaimed">>().toEqualTypeOf<bigint>();
  expectTypeOf<{ split: bigint; position: number }>().toExtend<Parameters<Split["getClaimed"]>[0]>();
});

test("every action of works, operators and the court says what it takes and gives", () => {
  expectTypeOf<Answer<Content, "registerSync">>().toExtend<{ contentId: Hex }>();
  expectTypeOf<Answer<Content, "registerLiveSync">>().toExtend<{ contentId: Hex }>();
  expectTypeOf<Answer<Content, "appendCheckpointSync">>().toExtend<{ checkpoint: bigint }>();
  expectTypeOf<Answer<Content, "endLiveSync">>().toExtend<{ contentId: Hex }>();
  expectTypeOf<Answer<Content, "republishSync">>().toExtend<{ generation: number }>();
  expectTypeOf<Answer<Content, "verifySync">>().toExtend<{ valid: boolean }>();
  expectTypeOf<Answer<Content, "getIsProven">>().toEqualTypeOf<boolean>();
  expectTypeOf<Answer<Operator, "registerSync">>().toExtend<{ operator: Address; bond: bigint }>();
  expectTypeOf<Answer<Operator, "addBondSync">>().toExtend<{ from: Address; amount: bigint }>();
  expectTypeOf<Answer<Operator, "updateSync">>().toExtend<{ endpoint: string }>();
  expectTypeOf<Answer<Operator, "startUnbondSync">>().toExtend<{ withdrawableAt: number }>();
  expectTypeOf<Answer<Operator, "withdrawBondSync">>().toExtend<{ amount: bigint }>();
  expectTypeOf<Answer<Operator, "getOperator">["endpoint"]>().toEqualTypeOf<string>();
  expectTypeOf<Answer<Court, "slashWrongChunkSync">>().toExtend<{ edge: Address; prover: Address }>();
  expectTypeOf<Answer<Court, "slashUncommittedChunk">>().toEqualTypeOf<Hash>();
});
