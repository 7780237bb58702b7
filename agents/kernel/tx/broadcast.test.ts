// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { RpcRequestError } from "viem";
import { test } from "vitest";
import { classify } from "./broadcast.ts";

const answer = (code: number, message: string) =>
  classify(new RpcRequestError({ body: {}, error: { code, message }, url: "http://node" })).kind;

test("the words of many nodes are understood", () => {
  for (const [message, kind] of [
    ["already known", "taken"],
    ["AlreadyKnown", "taken"],
    ["transaction already imported", "taken"],
    ["nonce too low: next nonce 5, tx nonce 4", "nonceUsed"],
    ["OldNonce", "nonceUsed"],
    ["replacement transaction underpriced", "underpriced"],
    ["Transaction gas price supplied is too low. FeeTooLowToCompete", "underpriced"],
    ["insufficient funds for gas * price + value", "refused"],
    ["exceeds block gas limit", "refused"],
  ] as const) {
    assert.equal(answer(-32_000, message), kind, message);
  }
});

test("trouble on the way is not a refusal, since the node may have the transaction", () => {
  assert.equal(answer(-32_603, "upstream timed out"), "silent");
  assert.equal(answer(-32_005, "rate limited"), "silent");
  assert.equal(classify(new Error("fetch failed")).kind, "silent");
});
