// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { RpcRequestError } from "viem";
import { test } from "vitest";
import { RevertError } from "../chain/revert.ts";
import { needsLessGas } from "./gasTrouble.ts";
import { GasCapError, RefusedError } from "./txErrors.ts";

const said = (message: string) =>
  new RefusedError("The node refused.", {
    cause: new RpcRequestError({ body: {}, error: { code: -32_000, message }, url: "http://node" }),
  });

test("too much gas is known by every client's words, before and after mining", () => {
  for (const message of [
    "out of gas",
    "gas required exceeds allowance (30000000)",
    "exceeds block gas limit",
    "Transaction gas limit exceeds block gas limit",
    "transaction gas limit too high (cap: 16777216, tx: 17500000)",
    "intrinsic gas too high -- tx.gas_limit > env.block.gas_limit",
    "Out of gas: gas required exceeds allowance: 30000000",
    "EVM error: OutOfGas(Basic)",
    "gas limit reached",
    "exceeds max transaction gas limit",
    "transaction gas limit (17500000) is greater than the cap (16777216)",
    "TxGasLimitCapExceeded: Gas limit 17500000 exceeded cap of 16777216.",
    "Transaction gas limit must be at most 16777216",
  ])
    assert.ok(needsLessGas(said(message)), message);
  assert.ok(needsLessGas(new GasCapError("too much", "split")));
  const burnt = { errorName: undefined, args: [], text: "out of gas", isOutOfGas: true };
  assert.ok(needsLessGas(new RevertError("settle", burnt, "0x12")));
});

test("another failure is not mended by less work", () => {
  const reverted = { errorName: "PaymentChannels_NotPayee", args: [], text: "PaymentChannels_NotPayee()" };
  assert.ok(!needsLessGas(new RevertError("settle", reverted)));
  for (const message of [
    "transaction underpriced",
    "insufficient funds for gas * price + value",
    "nonce too low",
  ])
    assert.ok(!needsLessGas(said(message)), message);
});
