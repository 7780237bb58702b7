// SPDX-License-Identifier: GPL-3.0-or-later
// The policy of a work, and what its words need, from the chain.
import type { Address, Hex } from "viem";
import { isAddressEqual } from "viem";
import { readContract } from "viem/actions";
import type { WordsOfAccess } from "../../../sdk/access/describePolicy.ts";
import { getPolicy } from "../../../sdk/access/getPolicy.ts";
import { getOffer, type Offer } from "../../../sdk/access/offer.ts";
import type { AccessTerms } from "../../../sdk/access/terms.ts";
import { type Deployment, type Reader, readerOf } from "../deployment.ts";

export type Policy = {
  terms: AccessTerms | undefined;
  words: WordsOfAccess;
  offers: ReadonlyMap<bigint, Offer>;
};

/** Reads who may have the keys of a work's first rendition, and what the editions and tokens in it are. */
export async function readPolicy(from: Deployment, contentId: Hex): Promise<Policy> {
  const client = readerOf(from);
  const terms = await getPolicy(client, { contentId, rendition: 0n });
  const leaves = terms ? leavesOf(terms) : [];
  const offers = new Map<bigint, Offer>();
  for (const leaf of leaves)
    if (leaf.kind === "purchase")
      offers.set(leaf.edition, await getOffer(client, { contentId, edition: leaf.edition }));
  const tokens = leaves.flatMap((leaf) => ("token" in leaf && leaf.token ? [leaf.token] : []));
  const offered = [...offers.values()].map(({ token }) => token);
  const words = await wordsFor(from, [...tokens, ...offered]);
  return { terms, offers, words: { ...words, offerOf: (edition) => offers.get(edition) } };
}

/** What words need of tokens. A contract that is no ERC-20 has no name. */
export async function wordsFor(from: Deployment, tokens: readonly Address[]): Promise<WordsOfAccess> {
  const client = readerOf(from);
  const { streamToken } = from.addresses;
  const others = [...new Set(tokens)].filter((token) => !isAddressEqual(token, streamToken));
  const known = new Map(
    await Promise.all(others.map(async (token) => [token, await tokenAt(client, token)] as const)),
  );
  return {
    streamToken,
    tokenOf: (token) => (BigInt(token) === 0n ? ETHER : known.get(token)),
  };
}

const ETHER = { symbol: "ETH", decimals: 18 };
const ERC20 = [
  { type: "function", name: "symbol", stateMutability: "view", inputs: [], outputs: [{ type: "string" }] },
  { type: "function", name: "decimals", stateMutability: "view", inputs: [], outputs: [{ type: "uint8" }] },
] as const;

async function tokenAt(client: Reader, address: Address) {
  try {
    const [symbol, decimals] = await Promise.all([
      readContract(client, { address, abi: ERC20, functionName: "symbol" }),
      readContract(client, { address, abi: ERC20, functionName: "decimals" }),
    ]);
    return { symbol, decimals };
  } catch {
    return undefined;
  }
}

/** The parts that are no compositions. */
export const leavesOf = (terms: AccessTerms): AccessTerms[] =>
  "parts" in terms ? terms.parts.flatMap(leavesOf) : [terms];
