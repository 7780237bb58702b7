// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { parseEther } from "viem";
import { test } from "vitest";
import { makeAllowList } from "../../../sdk/access/allowList.ts";
import { rateOf } from "../../../sdk/streams/rate.ts";
import { randomAddress } from "../../../sdk/testing/people.ts";
import { addressesIn, compose, type Draft, emptyPart, type Known, type PartDraft } from "./draft.ts";
import { PARTS, type PartKind } from "./parts.ts";

const [streamToken, sequencer, token] = [randomAddress(), randomAddress(), randomAddress()];
const KNOWN: Known = {
  ...{ streamToken, sequencer },
  decimalsOf: (asked) => (asked === token ? 6 : undefined),
};
const part = (kind: PartKind, texts: PartDraft["texts"] = {}, isNot = false): PartDraft => ({
  kind,
  texts,
  isNot,
});
const read = (parts: PartDraft[], rule: Draft["rule"] = "anyOf", known = KNOWN) =>
  compose({ rule, parts }, known);
const termsOf = (...parts: PartDraft[]) => {
  const found = read(parts);
  assert.ok("value" in found);
  return found.value.terms;
};
const faultsOf = (...parts: PartDraft[]) => {
  const found = read(parts);
  assert.ok("faults" in found);
  return found.faults;
};

test("each part of the form becomes the terms that it says", () => {
  const [one, two] = [randomAddress(), randomAddress()];
  assert.deepEqual(termsOf(emptyPart()), { kind: "free" });
  assert.deepEqual(termsOf(part("metered", { price: "0,5" })), {
    ...{ kind: "metered", sequencer, pricePerPeriodWei: parseEther("0.5") },
  });
  assert.deepEqual(termsOf(part("stream", { perMinute: "6" })), {
    ...{ kind: "stream", rate: rateOf({ amountWei: parseEther("6"), perSeconds: 60 }) },
  });
  assert.deepEqual(termsOf(part("seat", { perDay: "1" })), {
    ...{ kind: "seat", rate: rateOf({ amountWei: parseEther("1"), perSeconds: 86_400 }) },
  });
  assert.deepEqual(termsOf(part("erc20", { token, minimum: "1.5" })), {
    ...{ kind: "erc20", token, minimumWei: 1_500_000n },
  });
  assert.deepEqual(termsOf(part("erc20", { minimum: "2" })), {
    ...{ kind: "erc20", token: streamToken, minimumWei: parseEther("2") },
  });
  assert.deepEqual(termsOf(part("erc721", { collection: one })), {
    ...{ kind: "erc721", collection: one, tokenId: undefined },
  });
  assert.deepEqual(termsOf(part("erc1155", { collection: one, tokenId: "0", count: "3" })), {
    ...{ kind: "erc1155", collection: one, tokenId: 0n, minimum: 3n },
  });
  assert.deepEqual(termsOf(part("collaborators", { accounts: `${one}, ${two}\n${one}` })), {
    ...{ kind: "collaborators", accounts: [one, two] },
  });
  assert.deepEqual(termsOf(part("allowList", { accounts: `["${one}",\n"${two}"]` })), {
    ...{ kind: "allowList", root: makeAllowList([one, two]).root },
  });
});

test("parts come together by their rule, with not, and each purchase has an edition and an offer of its own", () => {
  const parts = [
    part("purchase", { price: "9" }),
    part("purchase", { price: "1", days: "7" }),
    part("collaborators", { accounts: token }, true),
  ];
  const found = read(parts, "allOf");
  assert.ok("value" in found);
  assert.deepEqual(found.value.terms, {
    kind: "allOf",
    parts: [
      { kind: "purchase", edition: 0n },
      { kind: "purchase", edition: 1n },
      { kind: "not", parts: [{ kind: "collaborators", accounts: [token] }] },
    ],
  });
  assert.deepEqual(found.value.offers, [
    { token: streamToken, price: parseEther("9"), durationSec: 0 },
    { token: streamToken, price: parseEther("1"), durationSec: 604_800 },
  ]);
});

test("every fault is found at once, each at its field, and what is empty lets nobody in by mistake", () => {
  for (const [kind, { fields }] of Object.entries(PARTS)) {
    const needed = fields.filter(
      (name) => !["days", "token"].includes(name) && !(kind === "erc721" && name === "tokenId"),
    );
    const faults = faultsOf(part(kind as PartKind), part("purchase", { price: "-1" }));
    assert.deepEqual(
      Object.keys(faults).sort(),
      [...needed.map((name) => `0 ${name}`), "1 price"].sort(),
      kind,
    );
  }
});

test.each([
  ["a price of nothing", part("purchase", { price: "0" }), /lets everybody in/],
  ["a price below the least unit", part("metered", { price: "0.0000000000000000001" }), /lets everybody in/],
  [
    "a price that no chain keeps",
    part("purchase", { price: "1".repeat(30) }),
    /above what the chain can keep/,
  ],
  ["a time of nothing", part("purchase", { price: "1", days: "0" }), /number of days above zero/],
  ["a time in words", part("purchase", { price: "1", days: "a week" }), /number of days above zero/],
  ["a stream that cannot flow", part("seat", { perDay: "0.000000000000000001" }), /cannot flow evenly/],
  ["an account that is none", part("collaborators", { accounts: "0x12" }), /0x12 is no address/],
  ["the zero address", part("erc721", { collection: `0x${"0".repeat(40)}` }), /is no address/],
  ["a token that is none", part("erc20", { token: sequencer, minimum: "1" }), /No ERC-20 stands/],
  ["none of a token", part("erc1155", { collection: token, tokenId: "1", count: "0" }), /Write 1 or more/],
])("%s is a fault at its field", (_, one, said) => {
  assert.match(Object.values(faultsOf(one)).join(), said);
});

test("a work cannot be metered where no sequencer serves, and too many accounts are said so", () => {
  const found = read([part("metered", { price: "1" })], "anyOf", { ...KNOWN, sequencer: undefined });
  assert.ok("faults" in found);
  assert.match(found.faults["0 price"] ?? "", /No sequencer/);
  const many = addressesIn(Array.from({ length: 3 }, randomAddress).join("\n"), 2);
  assert.ok("fault" in many);
  assert.match(many.fault, /3 addresses are too many: 2 fit/);
});
