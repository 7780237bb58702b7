// SPDX-License-Identifier: GPL-3.0-or-later
// A policy that is not set yet: what it says, and whom it would let in now.
import type { Address, Hex } from "viem";
import { isAddressEqual } from "viem";
import { makeAllowList } from "../../../sdk/access/allowList.ts";
import { describePolicy, type WordsOfAccess } from "../../../sdk/access/describePolicy.ts";
import { explainAccess } from "../../../sdk/access/explainAccess.ts";
import { getOperators, SEQUENCER_ROLE } from "../../../sdk/operators/getOperators.ts";
import { type Deployment, readerOf } from "../deployment.ts";
import { type Composed, compose, type Draft, type Faults, tokensIn } from "./draft.ts";
import { wordsFor } from "./terms.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

export type Tried = { account: Address; verdict: Verdict; because: string };
export type Written = Composed & { words: WordsOfAccess; said: string };

/** Reads a draft against the chain: which tokens there are, and which sequencer the page pays through. */
export async function write(
  from: Deployment,
  draft: Draft,
): Promise<{ value: Written } | { faults: Faults }> {
  const words = await wordsFor(from, tokensIn(draft));
  const isMetered = draft.parts.some(({ kind }) => kind === "metered");
  const composed = compose(draft, {
    streamToken: from.addresses.streamToken,
    sequencer: isMetered ? await sequencerOf(from) : undefined,
    decimalsOf: (token) => words.tokenOf?.(token)?.decimals,
  });
  if ("faults" in composed) return composed;
  const { terms, offers } = composed.value;
  const said = { ...words, offerOf: (edition: bigint) => offers[Number(edition)] };
  return { value: { ...composed.value, words: said, said: describePolicy(terms, said) } };
}

async function sequencerOf(from: Deployment): Promise<Address | undefined> {
  const serving = await getOperators(readerOf(from), { role: SEQUENCER_ROLE });
  const isOurs = (endpoint: string) =>
    URL.canParse(endpoint) && new URL(endpoint).href === new URL(from.urls.sequencer).href;
  return serving.find(({ endpoint }) => isOurs(endpoint))?.operator;
}

/** Asks the chain, for each account, whether each part lets it in now. Whoever stands on a list is taken to have it at hand. */
export async function tryOut(
  from: Deployment,
  contentId: Hex,
  { terms, lists, words }: Written,
  accounts: readonly Address[],
): Promise<Tried[]> {
  const client = readerOf(from);
  const trees = new Map(lists.map(({ root, accounts: listed }) => [root, makeAllowList(listed)]));
  return Promise.all(
    accounts.map(async (account) => {
      const shown = { pathOf: (root: Hex) => trees.get(root)?.pathOf(account) };
      const asked = { viewer: account, contentId, rendition: 0n, period: 0n, terms, shown, words };
      const { policy, because } = await explainAccess(client, asked);
      return { account, verdict: verdictOf(policy), because };
    }),
  );
}

/** Each account once. */
export const withoutTwice = (accounts: readonly Address[]): Address[] =>
  accounts.filter((one, at) => accounts.findIndex((other) => isAddressEqual(one, other)) === at);
