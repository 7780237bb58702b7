// SPDX-License-Identifier: MIT
import { type Address, formatUnits, isAddressEqual } from "viem";
import { depositOver, type Rate } from "../streams/rate.ts";
import { printable } from "../wire/printable.ts";
import type { Offer } from "./offer.ts";
import type { AccessTerms, ComposedTerms } from "./terms.ts";

/** What the words need beside the terms. */
export type WordsOfAccess = {
  /** The address of STREAM, which the terms on chain name like any other token. */
  streamToken?: Address | undefined;
  /** Symbol and decimals of another token; without them, its amounts are in its smallest unit. */
  tokenOf?: ((token: Address) => { symbol: string; decimals: number } | undefined) | undefined;
  /** What an edition costs. */
  offerOf?: ((edition: bigint) => Offer | undefined) | undefined;
};

/**
 * Says in words who may have the keys: "A stream at 0.002 STREAM a second, or one of 5 named accounts".
 *
 * @param terms {@link getPolicy}'s answer; undefined for no policy.
 * @example
 * const terms = await client.access.getPolicy({ contentId, rendition: 0n });
 * label.textContent = describePolicy(terms, { streamToken: addresses.streamToken });
 */
export function describePolicy(terms: AccessTerms | undefined, words: WordsOfAccess = {}): string {
  const [first = "", ...rest] = phraseOf(terms, words);
  return first.toUpperCase() + rest.join("");
}

/** The same, to stand within a sentence. */
export function phraseOf(terms: AccessTerms | undefined, words: WordsOfAccess): string {
  if (terms === undefined) return "nobody";
  switch (terms.kind) {
    case "free":
      return "everybody";
    case "stream":
      return `a stream at ${rateIn(terms.token, terms.rate, words)}`;
    case "seat":
      return `a seat in the work's pool at ${rateIn(terms.token, terms.rate, words)}`;
    case "metered":
      return `${amountIn(undefined, terms.pricePerPeriodWei, words)} for each key period, paid through the sequencer ${short(terms.sequencer)}`;
    case "purchase":
      return purchaseOf(terms.edition, words);
    case "erc20":
      return `at least ${amountIn(terms.token, terms.minimumWei, words)} held`;
    case "erc721":
      return terms.tokenId === undefined
        ? `a token of the collection ${short(terms.collection)}`
        : `token ${terms.tokenId} of the collection ${short(terms.collection)}`;
    case "erc1155":
      return `at least ${terms.minimum} of token ${terms.tokenId} of the collection ${short(terms.collection)}`;
    case "allowList":
      return "an account on the publisher's list";
    case "collaborators":
      return namedOf(terms.accounts.length);
    case "foreign":
      return `what the contract ${short(terms.policy)} decides, which is not of this protocol`;
    default:
      return composedOf(terms, words);
  }
}

function composedOf({ kind, parts }: ComposedTerms, words: WordsOfAccess): string {
  const phrases = parts.map((part) => within(part, phraseOf(part, words)));
  if (kind === "not") return `not ${phrases.join()}`;
  return phrases.join(kind === "allOf" ? ", and " : ", or ");
}

/** A composition of several within another, in parentheses. */
function within(part: AccessTerms, phrase: string): string {
  return "parts" in part && part.parts.length > 1 ? `(${phrase})` : phrase;
}

function namedOf(count: number): string {
  if (count === 0) return "the publisher alone";
  return count === 1 ? "one named account" : `one of ${count} named accounts`;
}

function purchaseOf(edition: bigint, words: WordsOfAccess): string {
  const offer = words.offerOf?.(edition);
  if (offer === undefined) return `a purchase of edition ${edition}`;
  if (offer.price === 0n) return `a purchase of edition ${edition}, which is not for sale now`;
  return `a purchase of edition ${edition} at ${offerPhrase(offer, words)}`;
}

/** What an offer asks for: "9 STREAM for 7 days". */
export function offerPhrase({ token, price, durationSec }: Offer, words: WordsOfAccess): string {
  const time = durationSec === 0 ? "for ever" : `for ${durationOf(durationSec)}`;
  return `${amountIn(token, price, words)} ${time}`;
}

/** In the greatest unit of which the time is a whole number. */
export function durationOf(seconds: number): string {
  const units = [
    ["day", 86_400],
    ["hour", 3_600],
    ["minute", 60],
    ["second", 1],
  ] as const;
  const [name, length] = units.find(([, one]) => seconds % one === 0) ?? units[3];
  return `${seconds / length} ${name}${seconds === length ? "" : "s"}`;
}

function amountIn(token: Address | undefined, amount: bigint, words: WordsOfAccess): string {
  const { streamToken } = words;
  const isStream = token === undefined || (streamToken !== undefined && isAddressEqual(token, streamToken));
  const known = isStream ? { symbol: "STREAM", decimals: 18 } : words.tokenOf?.(token);
  if (known) return `${formatUnits(amount, known.decimals)} ${printable(known.symbol)}`;
  return `${amount} units of the token ${short(token!)}`;
}

/** A second where that is a fair figure, else a day; six digits, rounded up: a stream at the words' rate is enough. */
function rateIn(token: Address | undefined, rate: Rate, words: WordsOfAccess): string {
  const [seconds, time] = rate < LEAST_A_SECOND ? [86_400, "a day"] : [1, "a second"];
  const exact = depositOver(rate, seconds);
  const unit = 10n ** BigInt(Math.max(exact.toString().length - 6, 0));
  return `${amountIn(token, ((exact + unit - 1n) / unit) * unit, words)} ${time}`;
}

/** A thousand of the token's smallest unit. */
const LEAST_A_SECOND = 1_000n << 16n;
const short = (address: Address) => `${address.slice(0, 6)}…${address.slice(-4)}`;
