// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { type Address, keccak256, parseEther, parseUnits, zeroAddress } from "viem";
import { test } from "vitest";
import { rateOf } from "../streams/rate.ts";
import { describePolicy, durationOf, type WordsOfAccess } from "./describePolicy.ts";
import {
  type AccessTerms,
  allOf,
  allowListPolicy,
  anyOf,
  collaboratorPolicy,
  erc20Policy,
  erc721Policy,
  erc1155Policy,
  freePolicy,
  meteredPolicy,
  not,
  purchasePolicy,
  seatPolicy,
  streamPolicy,
} from "./terms.ts";

const streamToken: Address = `0x${"5".repeat(40)}`;
const usdc: Address = `0x${"c".repeat(40)}`;
const other: Address = `0x${"d".repeat(40)}`;
const words: WordsOfAccess = {
  streamToken,
  tokenOf: (token) => (token === usdc ? { symbol: "USDC", decimals: 6 } : undefined),
  offerOf: (edition) =>
    [
      { token: streamToken, price: parseEther("9"), durationSec: 0 },
      { token: usdc, price: parseUnits("2.5", 6), durationSec: 7 * 86_400 },
      { token: usdc, price: 0n, durationSec: 0 },
    ][Number(edition)],
};

const stream = streamPolicy({ rate: rateOf({ amountWei: parseEther("0.002"), perSeconds: 1 }) });
const five = collaboratorPolicy(...Array<Address>(5).fill(other));

test.each<[AccessTerms | undefined, string]>([
  [undefined, "Nobody"],
  [freePolicy(), "Everybody"],
  [stream, "A stream at 0.002 STREAM a second"],
  [{ ...stream, token: streamToken }, "A stream at 0.002 STREAM a second"],
  [anyOf(stream, five), "A stream at 0.002 STREAM a second, or one of 5 named accounts"],
  [collaboratorPolicy(other), "One named account"],
  [collaboratorPolicy(), "The publisher alone"],
  // a month's price: six digits, rounded up, so that the words' rate is enough
  [
    seatPolicy({ rate: rateOf({ amountWei: parseEther("9"), perSeconds: 30 * 86_400 }) }),
    "A seat in the work's pool at 0.00000347223 STREAM a second",
  ],
  // of few decimals: by the day
  [
    streamPolicy({ token: usdc, rate: rateOf({ amountWei: parseUnits("9", 6), perSeconds: 30 * 86_400 }) }),
    "A stream at 0.3 USDC a day",
  ],
  [
    meteredPolicy({ sequencer: other, pricePerPeriodWei: parseEther("0.06") }),
    "0.06 STREAM for each key period, paid through the sequencer 0xdddd…dddd",
  ],
  [purchasePolicy({ edition: 0n }), "A purchase of edition 0 at 9 STREAM for ever"],
  [purchasePolicy({ edition: 1n }), "A purchase of edition 1 at 2.5 USDC for 7 days"],
  [purchasePolicy({ edition: 2n }), "A purchase of edition 2, which is not for sale now"],
  [purchasePolicy({ edition: 3n }), "A purchase of edition 3"],
  [erc20Policy({ minimumWei: parseEther("5") }), "At least 5 STREAM held"],
  [erc20Policy({ minimumWei: 5n, token: other }), "At least 5 units of the token 0xdddd…dddd held"],
  [erc721Policy({ collection: other }), "A token of the collection 0xdddd…dddd"],
  [erc721Policy({ collection: other, tokenId: 0n }), "Token 0 of the collection 0xdddd…dddd"],
  [
    erc1155Policy({ collection: other, tokenId: 3n, minimum: 2n }),
    "At least 2 of token 3 of the collection 0xdddd…dddd",
  ],
  [allowListPolicy({ root: keccak256("0x") }), "An account on the publisher's list"],
  [
    { kind: "foreign", policy: other, terms: "0x" },
    "What the contract 0xdddd…dddd decides, which is not of this protocol",
  ],
  [
    allOf(anyOf(stream, five), not(erc721Policy({ collection: other }))),
    "(a stream at 0.002 STREAM a second, or one of 5 named accounts), and not a token of the collection 0xdddd…dddd",
  ],
  [not(anyOf(five, freePolicy())), "Not (one of 5 named accounts, or everybody)"],
  [anyOf(allOf(stream), five), "A stream at 0.002 STREAM a second, or one of 5 named accounts"],
])("a policy in words: %#", (terms, said) => {
  assert.equal(describePolicy(terms, words), said);
});

test("a symbol of a stranger's token steers no terminal", () => {
  const steering: WordsOfAccess = { tokenOf: () => ({ symbol: "A\u001b[2J\nB", decimals: 0 }) };
  const said = describePolicy(erc20Policy({ minimumWei: 5n, token: zeroAddress }), steering);
  assert.equal(said, "At least 5 A?[2J?B held");
});

test.each([
  [1, "1 second"],
  [90, "90 seconds"],
  [3_600, "1 hour"],
  [7_200, "2 hours"],
  [86_400, "1 day"],
  [5_400, "90 minutes"],
])("%i seconds are %s", (seconds, said) => assert.equal(durationOf(seconds), said));
