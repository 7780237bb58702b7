// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { RpcRequestError } from "viem";
import { test } from "vitest";
import { classify } from "./refusals.ts";

const answer = (code: number, message: string) =>
  classify(new RpcRequestError({ body: {}, error: { code, message }, url: "http://node" })).kind;

const SAID = {
  Geth: [
    [-32_000, "already known", "taken"],
    [-32_000, "nonce too low: next nonce 5, tx nonce 4", "nonceUsed"],
    [-32_000, "replacement transaction underpriced", "outbid"],
    [-32_000, "replacement transaction underpriced: new tx gas fee cap 1 <= 1 queued", "outbid"],
    [-32_000, "transaction underpriced: tip needed 1, tip permitted 0", "belowFloor"],
    [-32_000, "transaction gas price below minimum: gas tip cap 0, minimum needed 1", "belowFloor"],
    [-32_000, "insufficient funds for gas * price + value: balance 0, tx cost 1", "refused"],
    [-32_000, "exceeds block gas limit", "refused"],
    [-32_000, "txpool is full", "refused"],
    [-32_000, "transaction underpriced", "belowFloor"],
    [-32_000, "transaction underpriced: gas tip cap 1, minimum needed 25000000000", "belowFloor"],
    [-32_000, "transaction gas limit too high (cap: 16777216, tx: 17500000)", "refused"],
    [-32_000, "tx fee (1.20 ether) exceeds the configured cap (1.00 ether)", "refused"],
    [-32_000, "max priority fee per gas higher than max fee per gas: address 0x12", "refused"],
    [-32_000, "intrinsic gas too low: gas 20000, minimum needed 21000", "refused"],
    [-32_000, "in-flight transaction limit reached for delegated accounts", "refused"],
    [-32_000, "nonce too high: address 0x12, tx: 9 state: 4", "refused"],
  ],
  Nethermind: [
    [-32_010, "AlreadyKnown", "taken"],
    [-32_010, "OldNonce, Current nonce: 5, nonce of rejected tx: 4", "nonceUsed"],
    [-32_010, "ReplacementNotAllowed", "outbid"],
    [-32_010, "FeeTooLow, MaxFeePerGas too low", "belowFloor"],
    [-32_010, "Transaction gas price supplied is too low. FeeTooLowToCompete", "belowFloor"],
    [-32_010, "InsufficientFunds, Balance is zero", "refused"],
    [-32_000, "transaction underpriced", "belowFloor"],
    [-32_010, "sender not an eoa", "refused"],
    [-32_010, "OwnNonceAlreadyUsed", "outbid"],
    [-32_010, "NonceGap, Future nonce. Expected nonce: 4", "refused"],
    [-32_010, "GasLimitExceeded, Gas limit: 1, gas limit of rejected tx: 2", "refused"],
    [-32_010, "TxGasLimitCapExceeded: Gas limit 17500000 exceeded cap of 16777216.", "refused"],
    [-32_010, "replacement transaction underpriced", "outbid"],
    [-32_010, "nonce too low", "nonceUsed"],
  ],
  Erigon: [
    [-32_000, "ALREADY_EXISTS: already known", "taken"],
    [-32_000, "existing txn with same hash", "taken"],
    [-32_000, "nonce too low", "nonceUsed"],
    [-32_000, "INTERNAL_ERROR: could not replace existing tx", "outbid"],
    [-32_000, "FEE_TOO_LOW: underpriced", "belowFloor"],
    [-32_000, "fee too low", "belowFloor"],
    [-32_000, "pending sub-pool is full", "refused"],
    [-32_000, "underpriced", "belowFloor"],
    [-32_000, "replacement transaction underpriced", "outbid"],
    [-32_000, "INTERNAL_ERROR: existing tx with same hash", "taken"],
    [-32_000, "INSUFFICIENT_FUNDS: insufficient funds", "refused"],
    [-32_000, "gas limit too high", "refused"],
  ],
  Besu: [
    [-32_000, "Known transaction", "taken"],
    [-32_001, "Nonce too low", "nonceUsed"],
    [-32_000, "Replacement transaction underpriced", "outbid"],
    [-32_009, "Gas price below configured minimum gas price", "belowFloor"],
    [-32_004, "Upfront cost exceeds account balance", "refused"],
    [-32_005, "Transaction gas limit exceeds block gas limit", "refused"],
    [-32_003, "Intrinsic gas exceeds gas limit", "refused"],
    [-32_002, "Invalid signature", "refused"],
    [-32_006, "Incorrect nonce", "refused"],
    [-32_006, "Nonce too high", "refused"],
    [-32_603, "Transaction nonce is too distant from current sender nonce", "refused"],
    [-32_603, "Transaction gas limit must be at most 16777216", "refused"],
    [-32_009, "Gas price below current base fee", "belowFloor"],
    [-32_007, "Sender account not authorized to send transactions", "refused"],
    [-32_009, "Gas price is below the current base fee", "belowFloor"],
    [-32_000, "Transaction fee cap exceeded", "refused"],
    [-32_000, "Max priority fee per gas exceeds max fee per gas", "refused"],
  ],
  Reth: [
    [-32_603, "already known", "taken"],
    [-32_000, "nonce too low: next nonce 5, tx nonce 4", "nonceUsed"],
    [-32_603, "replacement transaction underpriced", "outbid"],
    [-32_603, "transaction underpriced", "belowFloor"],
    [-32_603, "txpool is full", "refused"],
    [-32_603, "max fee per gas less than block base fee", "belowFloor"],
    [-32_603, "transaction gas limit (17500000) is greater than the cap (16777216)", "refused"],
    [-32_603, "max priority fee per gas higher than max fee per gas", "refused"],
    [-32_603, "exceeds block gas limit", "refused"],
    [-32_603, "exceeds max transaction gas limit", "refused"],
    [-32_603, "transaction type not supported", "refused"],
    [-32_003, "insufficient funds for gas * price + value: have 0 want 1", "refused"],
  ],
  anvil: [
    [-32_003, "transaction already imported", "taken"],
    [-32_003, "nonce too low", "nonceUsed"],
    [-32_003, "replacement transaction underpriced", "outbid"],
    [-32_003, "max fee per gas less than block base fee", "belowFloor"],
    [-32_003, "transaction underpriced", "belowFloor"],
    [-32_003, "Insufficient funds for gas * price + value", "refused"],
    [-32_003, "intrinsic gas too high -- tx.gas_limit > env.block.gas_limit", "refused"],
  ],
} as const;

for (const [client, said] of Object.entries(SAID))
  test(`the words and codes of ${client} are understood`, () => {
    for (const [code, message, kind] of said) assert.equal(answer(code, message), kind, message);
  });

test("trouble on the way is not a refusal, since the node may have the transaction", () => {
  assert.equal(answer(-32_603, "upstream timed out"), "silent");
  assert.equal(answer(-32_005, "rate limited"), "silent");
  assert.equal(answer(-32_005, "daily request limit reached"), "silent");
  assert.equal(answer(-32_603, "Internal error"), "silent");
  assert.equal(answer(429, "too many requests"), "silent");
  assert.equal(classify(new Error("fetch failed")).kind, "silent");
});
