// SPDX-License-Identifier: MIT
import type { Address, Hash, Hex } from "viem";
import { expectTypeOf, test } from "vitest";
import type { Payee } from "../chain/payee.ts";
import type { Told } from "../testing/actionTypes.ts";
import type { TributaryActions } from "../tributaryActions.ts";

type Split = TributaryActions["split"];
type Content = TributaryActions["content"];
type Operator = TributaryActions["operator"];
type Court = TributaryActions["court"];

test("every action of splits says what it takes and gives", () => {
  expectTypeOf<Told<Split, "register">>().toEqualTypeOf<Hash>();
  expectTypeOf<Told<Split, "registerSync">>().toExtend<{ split: bigint; payee: Payee }>();
  expectTypeOf<Told<Split, "creditSync">>().toExtend<{ segment: bigint; batch: bigint; link: Hex }>();
  expectTypeOf<Told<Split, "sealSync">>().toExtend<{ batchHash: Hex; entries: number }>();
  expectTypeOf<Told<Split, "settleSync">>().toExtend<{ newRoot: bigint; feeWei: bigint }>();
  expectTypeOf<Told<Split, "claimSync">>().toExtend<{ paidWei: bigint; entitlementWei: bigint }>();
  expectTypeOf<Told<Split, "getClaimed">>().toEqualTypeOf<bigint>();
  expectTypeOf<{ split: bigint; position: number }>().toExtend<Parameters<Split["getClaimed"]>[0]>();
});

test("every action of works, operators and the court says what it takes and gives", () => {
  expectTypeOf<Told<Content, "registerSync">>().toExtend<{ contentId: Hex }>();
  expectTypeOf<Told<Content, "registerLiveSync">>().toExtend<{ contentId: Hex }>();
  expectTypeOf<Told<Content, "appendCheckpointSync">>().toExtend<{ checkpoint: bigint }>();
  expectTypeOf<Told<Content, "endLiveSync">>().toExtend<{ contentId: Hex }>();
  expectTypeOf<Told<Content, "republishSync">>().toExtend<{ generation: number }>();
  expectTypeOf<Told<Content, "verifySync">>().toExtend<{ valid: boolean }>();
  expectTypeOf<Told<Content, "getIsProven">>().toEqualTypeOf<boolean>();
  expectTypeOf<Told<Operator, "registerSync">>().toExtend<{ operator: Address; bond: bigint }>();
  expectTypeOf<Told<Operator, "addBondSync">>().toExtend<{ from: Address; amount: bigint }>();
  expectTypeOf<Told<Operator, "updateSync">>().toExtend<{ endpoint: string }>();
  expectTypeOf<Told<Operator, "startUnbondSync">>().toExtend<{ withdrawableAt: number }>();
  expectTypeOf<Told<Operator, "withdrawBondSync">>().toExtend<{ amount: bigint }>();
  expectTypeOf<Told<Operator, "getOperator">["endpoint"]>().toEqualTypeOf<string>();
  expectTypeOf<Told<Court, "slashWrongChunkSync">>().toExtend<{ edge: Address; prover: Address }>();
  expectTypeOf<Told<Court, "slashUncommittedChunk">>().toEqualTypeOf<Hash>();
});
