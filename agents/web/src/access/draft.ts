// SPDX-License-Identifier: GPL-3.0-or-later
// A policy as a creator writes it into the form, and as the chain takes it.
import type { Address } from "viem";
import { getAddress, isAddress, isAddressEqual, parseUnits } from "viem/utils";
import { makeAllowList } from "../../../sdk/access/allowList.ts";
import type { Offer } from "../../../sdk/access/offer.ts";
import type { AccessTerms } from "../../../sdk/access/terms.ts";
import { type Rate, rateOf } from "../../../sdk/streams/rate.ts";
import type { Field } from "../publish/terms.ts";
import { type FieldName, PARTS, type PartKind } from "./parts.ts";

export type PartDraft = { kind: PartKind; isNot: boolean; texts: Partial<Record<FieldName, string>> };
/** `rule`: how several parts come together. */
export type Draft = { rule: "allOf" | "anyOf"; parts: readonly PartDraft[] };
/** What is wrong with a part's field, as a sentence, by {@link faultName}. */
export type Faults = Partial<Record<string, string>>;
/** Who is on an allow list; the chain has the root of it alone. */
export type NamedList = { root: `0x${string}`; accounts: readonly Address[] };
export type Composed = {
  terms: AccessTerms;
  /** What the editions cost that the terms ask for: edition 0 and on, in the order of the parts. */
  offers: readonly Offer[];
  lists: readonly NamedList[];
};
/** What the chain says of what is written. */
export type Known = {
  streamToken: Address;
  /** Who gives the receipts of metered works; undefined where none serves. */
  sequencer: Address | undefined;
  /** Of a token that somebody wrote down; undefined for a contract that is none. */
  decimalsOf(token: Address): number | undefined;
};

export const MOST_PARTS = 4;
/** What a policy's terms hold, beside what composes them. */
const MOST_NAMED = 64;
const MOST_LISTED = 10_000;
const A_DAY_SEC = 86_400;

export const emptyPart = (kind: PartKind = "free"): PartDraft => ({ kind, isNot: false, texts: {} });
export const faultName = (part: number, field: FieldName): string => `${part} ${field}`;

/** Reads a whole draft: every fault is found at once. */
export function compose({ rule, parts }: Draft, known: Known): { value: Composed } | { faults: Faults } {
  const faults: Faults = {};
  const offers: Offer[] = [];
  const lists: NamedList[] = [];
  const read = parts.map((part, at) => {
    const reader = readerOf(part, at, faults);
    const terms = termsOf(part.kind, reader, { known, offers, lists });
    return part.isNot ? ({ kind: "not", parts: [terms] } as const) : terms;
  });
  if (Object.keys(faults).length > 0) return { faults };
  const terms: AccessTerms = read.length === 1 ? read[0]! : { kind: rule, parts: read };
  return { value: { terms, offers, lists } };
}

/** The tokens whose decimals an amount needs. */
export function tokensIn({ parts }: Draft): Address[] {
  return parts
    .filter(({ kind }) => kind === "erc20")
    .map(({ texts }) => addressIn(texts.token ?? ""))
    .flatMap((field) => ("value" in field ? [field.value] : []));
}

type Reader = ReturnType<typeof readerOf>;

/** Reads fields; a fault is kept, and something else read in its place, so that all faults are found. */
function readerOf({ kind, texts }: PartDraft, part: number, faults: Faults) {
  function read<T>(name: FieldName, field: (text: string) => Field<T>, instead: T): T {
    const found = field((texts[name] ?? "").trim());
    if ("value" in found) return found.value;
    faults[faultName(part, name)] = found.fault;
    return instead;
  }
  return {
    read,
    refuse(fault: string) {
      faults[faultName(part, PARTS[kind].fields[0] ?? "price")] = fault;
    },
    isEmpty: (name: FieldName) => (texts[name] ?? "").trim() === "",
    amount: (name: FieldName, decimals = 18) => read(name, (text) => amountIn(text, decimals), 1n),
    rate: (name: FieldName, perSeconds: number) =>
      read(name, (text) => rateIn(text, perSeconds), rateOf({ amountWei: 1n, perSeconds: 1 })),
    number: (name: FieldName, least = 0n) => read(name, (text) => numberIn(text, least), 1n),
    address: (name: FieldName) => read(name, addressIn, NOBODY),
    addresses: (name: FieldName, most: number) => read(name, (text) => addressesIn(text, most), [NOBODY]),
  };
}

type Found = { known: Known; offers: Offer[]; lists: NamedList[] };

function termsOf(kind: PartKind, from: Reader, { known, offers, lists }: Found): AccessTerms {
  switch (kind) {
    case "free":
      return { kind };
    case "metered":
      if (!known.sequencer) from.refuse("No sequencer of this chain serves the page: nobody could pay.");
      return { kind, sequencer: known.sequencer ?? NOBODY, pricePerPeriodWei: from.amount("price") };
    case "stream":
      return { kind, rate: from.rate("perMinute", 60) };
    case "seat":
      return { kind, rate: from.rate("perDay", A_DAY_SEC) };
    case "purchase": {
      const durationSec = from.isEmpty("days") ? 0 : from.read("days", daysIn, 0);
      offers.push({ token: known.streamToken, price: from.amount("price"), durationSec });
      return { kind, edition: BigInt(offers.length - 1) };
    }
    case "erc20": {
      const token = from.isEmpty("token") ? known.streamToken : from.address("token");
      const decimals = isAddressEqual(token, known.streamToken) ? 18 : known.decimalsOf(token);
      if (decimals === undefined && !isAddressEqual(token, NOBODY))
        from.refuse("No ERC-20 stands at this address on this chain.");
      return { kind, token, minimumWei: from.amount("minimum", decimals) };
    }
    case "erc721": {
      const tokenId = from.isEmpty("tokenId") ? undefined : from.number("tokenId");
      return { kind, collection: from.address("collection"), tokenId };
    }
    case "erc1155":
      return {
        ...{ kind, collection: from.address("collection"), tokenId: from.number("tokenId") },
        minimum: from.number("count", 1n),
      };
    case "allowList": {
      const accounts = from.addresses("accounts", MOST_LISTED);
      const { root } = makeAllowList(accounts);
      lists.push({ root, accounts });
      return { kind, root };
    }
    case "collaborators":
      return { kind, accounts: from.addresses("accounts", MOST_NAMED) };
  }
}

const NOBODY: Address = "0x0000000000000000000000000000000000000000";
/** What the contracts keep of a price. */
const AMOUNT_BITS = 96n;

function amountIn(text: string, decimals: number): Field<bigint> {
  const written = text.replace(",", ".");
  if (!/^(\d+\.?\d*|\.\d+)$/.test(written)) return { fault: "Write an amount, such as 0.6." };
  const value = parseUnits(written, decimals);
  if (value === 0n) return { fault: "An amount of nothing lets everybody in: write one above zero." };
  return value >> AMOUNT_BITS > 0n ? { fault: "The amount is above what the chain can keep." } : { value };
}

function rateIn(text: string, perSeconds: number): Field<Rate> {
  const amount = amountIn(text, 18);
  if ("fault" in amount) return amount;
  try {
    return { value: rateOf({ amountWei: amount.value, perSeconds }) };
  } catch {
    return { fault: "So little, or so much, cannot flow evenly. Write another amount." };
  }
}

function numberIn(text: string, least: bigint): Field<bigint> {
  if (!/^\d{1,77}$/.test(text)) return { fault: "Write a whole number." };
  const value = BigInt(text);
  return value < least ? { fault: `Write ${least} or more.` } : { value };
}

function daysIn(text: string): Field<number> {
  const days = Number(text.replace(",", "."));
  const seconds = Math.round(days * A_DAY_SEC);
  if (seconds > 0 && seconds < 2 ** 32) return { value: seconds };
  return { fault: "Write a number of days above zero, or nothing: a purchase is for ever then." };
}

function addressIn(text: string): Field<Address> {
  if (isAddress(text, { strict: false }) && BigInt(text) > 0n) return { value: getAddress(text) };
  return { fault: text === "" ? "Write an address, 0x and 40 digits." : `${text} is no address.` };
}

/** Addresses with anything but digits and letters between them, each once. */
export function addressesIn(text: string, most = MOST_LISTED): Field<Address[]> {
  const written = text.split(/[\s,;"'[\]]+/).filter(Boolean);
  if (written.length === 0) return { fault: "Paste an address at least, 0x and 40 digits." };
  const value: Address[] = [];
  for (const one of written) {
    const field = addressIn(one);
    if ("fault" in field) return field;
    value.push(field.value);
  }
  const once = [...new Set(value)];
  return once.length > most
    ? { fault: `${once.length} addresses are too many: ${most} fit.` }
    : { value: once };
}
